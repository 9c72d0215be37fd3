package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Accompanied;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exemplar;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.SecondAgent;
import io.deploytelemetry.it.harness.SecondAgent.JaCoCo;
import io.deploytelemetry.it.harness.SecondAgent.JmxExporter;
import io.deploytelemetry.it.harness.SecondAgent.OpenTelemetry;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Other agents in the JVM: all do their work, and nobody says more than alone. */
class SecondAgentIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OURS = Accompanied.OURS;

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

  @OnMatrix
  void openTelemetryBeforeAndAfter(Jdk jdk) {
    Accompanied.assertUndisturbed(jdk, SecondAgent.openTelemetry());
  }

  @OnMatrix
  void theJmxExporterBeforeAndAfter(Jdk jdk) throws IOException {
    Accompanied.assertUndisturbed(jdk, SecondAgent.jmxExporter(directory));
  }

  @OnMatrix
  void jaCoCoBeforeAndAfterCoversTheSameProbesOfTheSameClasses(Jdk jdk) throws IOException {
    JaCoCo jaCoCo = SecondAgent.jaCoCo(directory);
    Ending alone = Accompanied.run(jdk, jaCoCo, jaCoCo.arguments());
    List<String> probes = jaCoCo.probes();
    for (List<String> arguments :
        List.of(
            Accompanied.with(List.of(OURS), jaCoCo.arguments()),
            Accompanied.with(jaCoCo.arguments(), List.of(OURS)))) {
      Ending both = Accompanied.run(jdk, jaCoCo, arguments);
      assertThat(jaCoCo.probes()).isEqualTo(probes);
      assertThat(both.stdout()).isEqualTo(alone.stdout());
      assertThat(both.stderr()).hasSize(alone.stderr().size() + 1);
    }
  }

  @OnMatrix
  void allThreeWhileRulesComeAndGo(Jdk jdk) throws IOException {
    Path rules = Files.writeString(directory.resolve("telemetry.yaml"), "rules: []\n");
    OpenTelemetry openTelemetry = SecondAgent.openTelemetry();
    JaCoCo jaCoCo = SecondAgent.jaCoCo(directory);
    JmxExporter exporter = SecondAgent.jmxExporter(directory);
    List<String> arguments = Accompanied.with(jaCoCo.arguments(), openTelemetry.arguments());
    arguments.add(JvmLaunch.javaagent("port=0,config.watch=100ms,config=" + rules));
    arguments.addAll(exporter.arguments());
    try (ForkedJvm jvm = Accompanied.start(jdk, arguments).awaitReady()) {
      jvm.ask("named");
      Accompanied.drive(jvm);
      Files.writeString(
          rules,
          "rules: [{deployment: com.acme.subjects.Accompanied#named, application: named}]\n");
      awaitReloads(jvm, 1);
      jvm.ask("named");
      Files.writeString(rules, "rules: []\n");
      awaitReloads(jvm, 2);
      jvm.ask("named");
      assertThat(jvm.metrics().sum("deployments_total", "application=named")).isEqualTo(1);
      Accompanied.assertCounts(jvm);
      openTelemetry.assertAtWork(jvm);
      exporter.assertAtWork(jvm);
      Ending ending = jvm.endInput().awaitEnding();
      jaCoCo.assertDone(ending);
      assertThat(OpenTelemetry.spans(ending.stderr())).isEqualTo(3 + Accompanied.COMMANDS.size());
    }
  }

  @OnMatrix
  void oursIsAttachedToAJvmWithAllThree(Jdk jdk) throws IOException {
    OpenTelemetry openTelemetry = SecondAgent.openTelemetry();
    JaCoCo jaCoCo = SecondAgent.jaCoCo(directory);
    JmxExporter exporter = SecondAgent.jmxExporter(directory);
    List<String> arguments = Accompanied.with(openTelemetry.arguments(), jaCoCo.arguments());
    arguments.addAll(exporter.arguments());
    try (ForkedJvm jvm = Accompanied.start(jdk, arguments).awaitReady()) {
      Accompanied.drive(jvm);
      jvm.attachAgent("port=0");
      jvm.port();
      Accompanied.drive(jvm);
      Accompanied.assertCounts(jvm);
      openTelemetry.assertAtWork(jvm);
      exporter.assertAtWork(jvm);
      Ending ending = jvm.endInput().awaitEnding();
      jaCoCo.assertDone(ending);
      assertThat(OpenTelemetry.spans(ending.stderr())).isEqualTo(2 * Accompanied.COMMANDS.size());
    }
  }

  @OnMatrix
  void openTelemetryIsAttachedToAJvmWithOurs(Jdk jdk) {
    OpenTelemetry openTelemetry = SecondAgent.openTelemetry();
    List<String> arguments = Accompanied.with(openTelemetry.properties(), List.of(OURS));
    try (ForkedJvm jvm = Accompanied.start(jdk, arguments).awaitReady()) {
      Accompanied.drive(jvm);
      Accompanied.assertCounts(jvm);
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
          .isEqualTo(jvm.stdout().stream().filter(line -> Accompanied.isDeployment(line)).count());
      assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  @OnFirstJdk
  void theSpanOfTheMethodItselfIsNamedWhereOursComesFirst(Jdk jdk) {
    List<String> arguments =
        Accompanied.with(List.of(OURS), SecondAgent.openTelemetry().arguments());
    arguments.add("-Dotel.instrumentation.methods.include=com.acme.subjects.Accompanied[deploy]");
    try (ForkedJvm jvm = Accompanied.start(jdk, arguments).awaitReady()) {
      jvm.ask("deploy");
      String trace = Exemplar.traceId(jvm, "deployments_total", "outcome=success");
      jvm.awaitStderr(line -> line.contains("'Accompanied.deploy' : " + trace));
    }
  }

  @OnMatrix
  void anAgentThatLoadsTheClassesItIsShownDoesNotStopOurs(Jdk jdk) throws IOException {
    Path classes =
        new Sources().file("com/acme/curious/Curious.java", CURIOUS).compileTo(directory);
    Path jar =
        Jars.merge(
            directory.resolve("curious.jar"),
            Map.of("Premain-Class", "com.acme.curious.Curious"),
            List.of(classes));
    SecondAgent curious = () -> List.of("-javaagent:" + jar);
    Accompanied.run(jdk, curious, Accompanied.with(curious.arguments(), List.of(OURS)));
  }

  private static void awaitReloads(ForkedJvm jvm, int reloads) {
    await()
        .atMost(SOON)
        .until(
            () ->
                jvm.metrics().value("telemetry_agent_config_reloads_total", "outcome=success")
                    >= reloads);
  }
}
