package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exemplar;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.SecondAgent;
import io.deploytelemetry.it.harness.SecondAgent.JaCoCo;
import io.deploytelemetry.it.harness.SecondAgent.JmxExporter;
import io.deploytelemetry.it.harness.SecondAgent.OpenTelemetry;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Other agents in the JVM: all do their work, and nobody says more than alone. */
class SecondAgentIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OURS = JvmLaunch.javaagent("port=0");

  private static final String CURIOUS =
      """
      package com.acme.curious;

      import java.lang.instrument.ClassFileTransformer;
      import java.lang.instrument.Instrumentation;
      import java.security.ProtectionDomain;

      public final class Curious implements ClassFileTransformer {
        private boolean isLooking;

        public static void premain(String arguments, Instrumentation instrumentation) {
          instrumentation.addTransformer(new Curious());
        }

        @Override
        public byte[] transform(
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
          if (name.startsWith("io/deploytelemetry/agent/start/") && !isLooking) {
            isLooking = true;
            try {
              Class.forName(name.replace('/', '.'), false, loader);
            } catch (ClassNotFoundException e) {
              throw new IllegalStateException(e);
            } finally {
              isLooking = false;
            }
          }
          return null;
        }
      }
      """;

  @TempDir private Path directory;

  @OnEachJdk
  void openTelemetryBeforeAndAfter(Jdk jdk) {
    assertUndisturbed(jdk, SecondAgent.openTelemetry());
  }

  @OnEachJdk
  void theJmxExporterBeforeAndAfter(Jdk jdk) throws IOException {
    assertUndisturbed(jdk, SecondAgent.jmxExporter(directory));
  }

  @OnEachJdk
  void jaCoCoBeforeAndAfterCoversTheSameProbesOfTheSameClasses(Jdk jdk) throws IOException {
    JaCoCo jaCoCo = SecondAgent.jaCoCo(directory);
    run(jdk, jaCoCo, jaCoCo.arguments());
    List<String> alone = jaCoCo.probes();
    run(jdk, jaCoCo, with(List.of(OURS), jaCoCo.arguments()));
    assertThat(jaCoCo.probes()).isEqualTo(alone);
    run(jdk, jaCoCo, with(jaCoCo.arguments(), List.of(OURS)));
    assertThat(jaCoCo.probes()).isEqualTo(alone);
  }

  @OnEachJdk
  void allThreeWhileRulesComeAndGo(Jdk jdk) throws IOException {
    Path rules = Files.writeString(directory.resolve("telemetry.yaml"), "rules: []\n");
    OpenTelemetry openTelemetry = SecondAgent.openTelemetry();
    JaCoCo jaCoCo = SecondAgent.jaCoCo(directory);
    JmxExporter exporter = SecondAgent.jmxExporter(directory);
    List<String> arguments = with(jaCoCo.arguments(), openTelemetry.arguments());
    arguments.add(JvmLaunch.javaagent("port=0,config.watch=100ms,config=" + rules));
    arguments.addAll(exporter.arguments());
    try (ForkedJvm jvm = start(jdk, arguments).awaitReady()) {
      jvm.ask("named");
      drive(jvm);
      Files.writeString(
          rules,
          "rules: [{deployment: com.acme.subjects.Accompanied#named, application: named}]\n");
      awaitReloads(jvm, 1);
      jvm.ask("named");
      Files.writeString(rules, "rules: []\n");
      awaitReloads(jvm, 2);
      jvm.ask("named");
      assertThat(jvm.metrics().sum("deployments_total", "application=named")).isEqualTo(1);
      assertCounts(jvm);
      openTelemetry.assertAtWork(jvm);
      exporter.assertAtWork(jvm);
      Ending ending = jvm.endInput().awaitEnding();
      jaCoCo.assertDone(ending);
      assertThat(OpenTelemetry.spans(ending.stderr())).isEqualTo(3 + COMMANDS.size());
    }
  }

  @OnEachJdk
  void oursIsAttachedToAJvmWithAllThree(Jdk jdk) throws IOException {
    OpenTelemetry openTelemetry = SecondAgent.openTelemetry();
    JaCoCo jaCoCo = SecondAgent.jaCoCo(directory);
    JmxExporter exporter = SecondAgent.jmxExporter(directory);
    List<String> arguments = with(openTelemetry.arguments(), jaCoCo.arguments());
    arguments.addAll(exporter.arguments());
    try (ForkedJvm jvm = start(jdk, arguments).awaitReady()) {
      drive(jvm);
      jvm.attachAgent("port=0");
      jvm.port();
      drive(jvm);
      assertCounts(jvm);
      openTelemetry.assertAtWork(jvm);
      exporter.assertAtWork(jvm);
      Ending ending = jvm.endInput().awaitEnding();
      jaCoCo.assertDone(ending);
      assertThat(OpenTelemetry.spans(ending.stderr())).isEqualTo(2 * COMMANDS.size());
    }
  }

  @OnEachJdk
  void openTelemetryIsAttachedToAJvmWithOurs(Jdk jdk) {
    OpenTelemetry openTelemetry = SecondAgent.openTelemetry();
    List<String> arguments = with(openTelemetry.properties(), List.of(OURS));
    try (ForkedJvm jvm = start(jdk, arguments).awaitReady()) {
      drive(jvm);
      assertCounts(jvm);
      assertThat(Exemplar.of(jvm, "deployments_total")).isEmpty();
      jvm.attach(openTelemetry.jar(), "");
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                jvm.ask("deploy");
                assertThat(Exemplar.of(jvm, "deployments_total")).isNotEmpty();
              });
      openTelemetry.assertAtWork(jvm);
      Exposition metrics = jvm.metrics();
      assertThat(metrics.sum("deployments_total"))
          .isEqualTo(jvm.stdout().stream().filter(line -> isDeployment(line)).count());
      assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  @OnEachJdk
  void anAgentThatLoadsTheClassesItIsShownDoesNotStopOurs(Jdk jdk) throws IOException {
    Path classes =
        new Sources().file("com/acme/curious/Curious.java", CURIOUS).compileTo(directory);
    Path jar =
        Jars.merge(
            directory.resolve("curious.jar"),
            Map.of("Premain-Class", "com.acme.curious.Curious"),
            List.of(classes));
    SecondAgent curious = () -> List.of("-javaagent:" + jar);
    run(jdk, curious, with(curious.arguments(), List.of(OURS)));
  }

  /** Alone, before ours and after ours. */
  private static void assertUndisturbed(Jdk jdk, SecondAgent other) {
    Ending alone = run(jdk, other, other.arguments());
    for (List<String> arguments :
        List.of(with(List.of(OURS), other.arguments()), with(other.arguments(), List.of(OURS)))) {
      Ending both = run(jdk, other, arguments);
      assertThat(both.exitCode()).isZero();
      assertThat(both.stdout()).isEqualTo(alone.stdout());
      assertThat(withoutChance(both.stderr())).isEqualTo(withoutChance(alone.stderr()));
    }
  }

  private static final List<String> COMMANDS = List.of("deploy", "fail", "deploy", "later");

  private static void drive(ForkedJvm jvm) {
    COMMANDS.forEach(jvm::ask);
  }

  private static boolean isDeployment(String line) {
    return line.equals("did deploy") || line.equals("did fail");
  }

  private static void assertCounts(ForkedJvm jvm) {
    Exposition metrics = jvm.metrics();
    String label = "application=accompanied";
    assertThat(metrics.value("deployments_started_total", label)).isEqualTo(3);
    assertThat(metrics.value("deployments_total", label, "outcome=success")).isEqualTo(2);
    assertThat(metrics.value("deployments_total", label, "outcome=failure")).isEqualTo(1);
    assertThat(metrics.value("operations_total", "outcome=success")).isEqualTo(1);
    assertThat(metrics.value("telemetry_agent_weave_errors_total")).isZero();
    assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    assertThat(jvm.get("/status").json().path("notes")).isEmpty();
  }

  private static Ending run(Jdk jdk, SecondAgent other, List<String> arguments) {
    try (ForkedJvm jvm = start(jdk, arguments).awaitReady()) {
      drive(jvm);
      if (arguments.contains(OURS)) {
        assertCounts(jvm);
        other.assertAtWork(jvm);
      }
      Ending ending = jvm.endInput().awaitEnding();
      other.assertDone(ending);
      assertThat(ending.stderr())
          .filteredOn(line -> line.startsWith("[telemetry] "))
          .hasSize(arguments.contains(OURS) ? 1 : 0);
      return ending;
    }
  }

  private static ForkedJvm start(Jdk jdk, List<String> arguments) {
    return JvmLaunch.plain(jdk).jvm(arguments.toArray(String[]::new)).main("Accompanied").start();
  }

  private static List<String> with(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private static void awaitReloads(ForkedJvm jvm, int reloads) {
    await()
        .atMost(SOON)
        .until(
            () ->
                jvm.metrics().value("telemetry_agent_config_reloads_total", "outcome=success")
                    >= reloads);
  }

  /** Without our line, times, and the ids and attributes of spans. */
  private static List<String> withoutChance(List<String> stderr) {
    return stderr.stream()
        .filter(line -> !line.startsWith("[telemetry] "))
        .map(line -> line.replaceAll("(LoggingSpanExporter - '[^']*') : .*", "$1"))
        .map(line -> line.replaceAll("[0-9]+", "N"))
        .toList();
  }
}
