package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Sample;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The configuration file changes while the application runs. */
class ReloadIT {

  private static final String SUBJECT = "com.acme.subjects.Reconfigured";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("telemetry.yaml");
  }

  @OnMatrix
  void aThousandReloadsUnderLoadLoseNoCall(Jdk jdk) {
    int reloads = jdk.isFirst() ? 1_000 : 200;
    write("rules: [" + rule("always", "a0") + "]");
    try (ForkedJvm jvm = start(jdk, "config.watch=1ms")) {
      jvm.port();
      jvm.ask("start");
      for (int i = 1; i <= reloads; i++) {
        String sometimes = i % 2 == 0 ? "" : "," + rule("sometimes", "sometimes");
        write("rules: [" + rule("always", "a" + i % 5) + sometimes + "] # " + i);
        awaitReloads(jvm, i, 0);
      }
      double calls = Double.parseDouble(jvm.ask("stop").substring("calls ".length()));
      Exposition metrics = jvm.metrics();
      double started = 0;
      for (int i = 0; i < 5; i++) {
        String label = "application=a" + i;
        double ofLabel = metrics.value("deployments_started_total", label);
        assertThat(ofLabel).as(label).isPositive();
        assertThat(metrics.sum("deployments_total", label)).isEqualTo(ofLabel);
        assertThat(metrics.sum("deployment_duration_seconds_count", label)).isEqualTo(ofLabel);
        assertThat(metrics.value("deployments_in_progress", label)).isZero();
        started += ofLabel;
      }
      assertThat(started).isEqualTo(calls);
      double sometimes = metrics.value("deployments_started_total", "application=sometimes");
      assertThat(sometimes).isBetween(1.0, calls);
      assertThat(metrics.sum("deployments_total", "application=sometimes")).isEqualTo(sometimes);
      assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
      assertThat(metrics.value("telemetry_agent_weave_errors_total")).isZero();
      assertThat(jvm.stderr())
          .noneMatch(line -> line.startsWith("[telemetry] WARN") || line.contains("ERROR"));
    }
  }

  @OnMatrix
  void methodsThatAreNewlyNamedAreWovenAndThoseNoLongerNamedAreReleased(Jdk jdk) {
    write("");
    try (ForkedJvm jvm = start(jdk, "")) {
      jvm.ask("always");
      assertThat(jvm.metrics().has("deployments_started_total")).isFalse();

      reload(jvm, "rules: [" + rule("always", "shop") + "]", 1);
      jvm.ask("always");
      assertThat(started(jvm, "shop")).isEqualTo(1);
      assertThat(status(jvm).path("woven")).hasSize(1);
      assertThat(status(jvm).path("rules").path(0).path("methods").asInt()).isEqualTo(1);

      reload(jvm, "# nothing\n", 2);
      jvm.ask("always");
      assertThat(started(jvm, "shop")).isEqualTo(1);
      assertThat(status(jvm).path("woven")).isEmpty();
      assertThat(jvm.metrics().value("telemetry_agent_woven_classes")).isZero();

      reload(jvm, "\n\nrules: [" + rule("always", "shop") + "]", 3);
      jvm.ask("always");
      assertThat(started(jvm, "shop")).isEqualTo(2);

      reload(jvm, "application: later\nrules: [" + rule("alway", "shop") + "]", 4);
      assertThat(jvm.awaitStderr(line -> line.contains("alway")))
          .contains("telemetry.yaml:2", "Did you mean 'always()'?");
    }
  }

  @OnMatrix
  void aCallThatRunsWhileItsRuleChangesEndsWhereItBegan(Jdk jdk) {
    write("rules: [" + rule("slow", "before") + "]");
    try (ForkedJvm jvm = start(jdk, "")) {
      jvm.ask("begin");
      reload(jvm, "rules: [" + rule("slow", "after") + "]", 1);
      assertThat(jvm.metrics().value("deployments_in_progress", "application=before")).isOne();

      reload(jvm, "rules: []", 2);
      jvm.ask("end");
      Exposition metrics = jvm.metrics();
      assertThat(metrics.value("deployments_in_progress", "application=before")).isZero();
      assertThat(metrics.value("deployments_total", "application=before", "outcome=success"))
          .isOne();
      assertThat(metrics.value("deployments_started_total", "application=after")).isZero();
    }
  }

  @OnMatrix
  void whatAnotherAgentHasMadeOfAClassStays(Jdk jdk) throws IOException {
    String other = "-javaagent:" + otherAgent();
    String own = JvmLaunch.javaagent("port=0,config.watch=20ms,config=" + file);
    write("");
    for (String[] agents : new String[][] {{other, own}, {own, other}}) {
      write("");
      try (ForkedJvm jvm =
          JvmLaunch.plain(jdk).jvm(agents).main("Reconfigured").start().awaitReady()) {
        jvm.port();
        assertThat(jvm.ask("always")).isEqualTo("CALLS 0");
        reload(jvm, "rules: [" + rule("always", "shop") + "]", 1);
        assertThat(jvm.ask("always")).isEqualTo("CALLS 0");
        assertThat(started(jvm, "shop")).isOne();
        reload(jvm, "rules: []", 2);
        assertThat(jvm.ask("always")).isEqualTo("CALLS 0");
        assertThat(started(jvm, "shop")).isOne();
      }
    }
  }

  /** An agent that replaces a text in the subject's class file by another one as long. */
  private Path otherAgent() throws IOException {
    Path classes =
        new Sources()
            .file(
                "com/acme/Other.java",
                """
                package com.acme;
                import java.lang.instrument.*;
                import java.nio.charset.StandardCharsets;
                import java.security.ProtectionDomain;
                public class Other implements ClassFileTransformer {
                  public static void premain(String arguments, Instrumentation instrumentation) {
                    instrumentation.addTransformer(new Other(), true);
                  }
                  public byte[] transform(
                      ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
                    if (!"com/acme/subjects/Reconfigured".equals(name)) {
                      return null;
                    }
                    return new String(bytes, StandardCharsets.ISO_8859_1)
                        .replace("calls ", "CALLS ")
                        .getBytes(StandardCharsets.ISO_8859_1);
                  }
                }
                """)
            .compileTo(folder);
    return Jars.merge(
        folder.resolve("other.jar"),
        Map.of("Premain-Class", "com.acme.Other", "Can-Retransform-Classes", "true"),
        List.of(classes));
  }

  @OnMatrix
  void annotationsThatExistAlreadyCanBeNamedAtRunTime(Jdk jdk) {
    write("");
    try (ForkedJvm jvm = start(jdk, "")) {
      jvm.ask("ship");
      reload(jvm, "annotations: {com.acme.subjects.Reconfigured$Ships: deployment}", 1);
      jvm.ask("ship");
      assertThat(jvm.metrics().sum("deployments_started_total")).isOne();
      reload(jvm, "annotations: {}", 2);
      jvm.ask("ship");
      assertThat(jvm.metrics().sum("deployments_started_total")).isOne();
    }
  }

  @OnMatrix
  void aBrokenFileKeepsWhatWasInUseAndSaysSoOnceWithItsPlace(Jdk jdk) {
    write("rules: [" + rule("always", "shop") + "]");
    try (ForkedJvm jvm = start(jdk, "")) {
      assertThat(reloads(jvm, "success")).isZero();
      assertThat(reloads(jvm, "failure")).isZero();

      write("log.level: debug\nrules:\n  - deploymnt: " + SUBJECT + "#always\n");
      awaitReloads(jvm, 0, 1);
      assertThat(jvm.awaitStderr(line -> line.contains("deploymnt")))
          .startsWith("[telemetry] ERROR telemetry.yaml:3: ")
          .contains("Did you mean 'deployment'", "what was in use before stays");
      JsonNode reload = status(jvm).path("reload");
      assertThat(reload.path("outcome").asText()).isEqualTo("failure");
      assertThat(reload.path("problems").path(0).asText()).startsWith("telemetry.yaml:3: ");
      assertThat(configuration(jvm, "log.level")).isEqualTo("info");
      jvm.ask("always");
      assertThat(started(jvm, "shop")).isEqualTo(1);

      write("rules: [{deployment: 'no method'}]");
      awaitReloads(jvm, 0, 2);
      assertThat(jvm.awaitStderr(line -> line.contains("'no method'")))
          .contains("telemetry.yaml:1");
      jvm.ask("always");
      assertThat(started(jvm, "shop")).isEqualTo(2);

      write("log.level: warn\n");
      awaitReloads(jvm, 1, 2);
      assertThat(status(jvm).path("reload").path("outcome").asText()).isEqualTo("success");
      assertThat(configuration(jvm, "log.level")).isEqualTo("warn");
      assertThat(jvm.stderr()).filteredOn(line -> line.contains("deploymnt")).hasSize(1);
    }
  }

  @OnMatrix
  void aSymbolicLinkThatIsSwappedIsFollowedAsKubernetesSwapsThem(Jdk jdk) throws IOException {
    Path first = Files.createDirectory(folder.resolve("..first"));
    Path second = Files.createDirectory(folder.resolve("..second"));
    Files.writeString(first.resolve("telemetry.yaml"), "rules: [" + rule("always", "one") + "]");
    Files.writeString(second.resolve("telemetry.yaml"), "rules: [" + rule("always", "two") + "]");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(file, Path.of("..data", "telemetry.yaml"));
    try (ForkedJvm jvm = start(jdk, "")) {
      jvm.ask("always");
      Path swapped = Files.createSymbolicLink(folder.resolve("..tmp"), second.getFileName());
      Files.move(
          swapped, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      awaitReloads(jvm, 1, 0);
      jvm.ask("always");
      assertThat(started(jvm, "one")).isOne();
      assertThat(started(jvm, "two")).isOne();
    }
  }

  @OnMatrix
  void aFileThatIsEmptiedTakesNothingBack(Jdk jdk) {
    write("auth.token: sesame\nrules: [" + rule("always", "shop") + "]");
    try (ForkedJvm jvm = start(jdk, "")) {
      assertThat(jvm.get("/metrics").status()).isEqualTo(401);
      write("");
      assertThat(jvm.awaitStderr(line -> line.contains("is empty"))).contains("stays");
      assertThat(jvm.get("/metrics").status()).isEqualTo(401);
    }
  }

  @OnMatrix
  void whoReadsTheHistoryReadsOnAfterAChange(Jdk jdk) {
    write("rules: [" + rule("always", "shop") + "]");
    try (ForkedJvm jvm = start(jdk, "")) {
      jvm.ask("always");
      JsonNode before = jvm.get("/history").json();
      reload(jvm, "log.level: warn\nrules: [" + rule("always", "shop") + "]", 1);
      JsonNode after = jvm.get("/history").json();
      assertThat(after.path("startedAt")).isEqualTo(before.path("startedAt"));
      assertThat(after.path("ended")).isEqualTo(before.path("ended")).isNotEmpty();
    }
  }

  @OnMatrix
  void aFileThatIsGoneChangesNothingAndMayComeBack(Jdk jdk) throws IOException {
    write("rules: [" + rule("always", "shop") + "]");
    try (ForkedJvm jvm = start(jdk, "")) {
      Files.delete(file);
      awaitReloads(jvm, 0, 1);
      assertThat(jvm.awaitStderr(line -> line.contains("cannot be read")))
          .contains(file.toString());
      jvm.ask("always");
      assertThat(started(jvm, "shop")).isOne();

      write("rules: [" + rule("always", "shop") + "]");
      awaitReloads(jvm, 1, 1);
      jvm.ask("always");
      assertThat(started(jvm, "shop")).isEqualTo(2);
    }
  }

  @OnMatrix
  void whatNeedsARestartIsSaidOnceAndStaysAsItWas(Jdk jdk) {
    write("");
    try (ForkedJvm jvm = start(jdk, "")) {
      int port = jvm.port();
      reload(jvm, "host: 127.0.0.9\ntls.keystore.password: hidden\n", 1);
      assertThat(jvm.awaitStderr(line -> line.contains("host=127.0.0.9")))
          .isEqualTo("[telemetry] WARN host=127.0.0.9 (telemetry.yaml:1) needs a restart");
      assertThat(jvm.port()).isEqualTo(port);
      assertThat(configuration(jvm, "host")).isEqualTo("0.0.0.0");
      reload(jvm, "host: 127.0.0.9\ntls.keystore.password: hidden\nlog.level: warn\n", 2);
      assertThat(status(jvm).path("reload").path("waitsForRestart").toString())
          .contains("host=127.0.0.9", "tls.keystore.password=…")
          .doesNotContain("hidden");
      assertThat(jvm.stderr()).filteredOn(line -> line.contains("127.0.0.9")).hasSize(1);
      reload(jvm, "\n", 3);
      assertThat(status(jvm).path("reload").path("waitsForRestart")).isEmpty();
    }
  }

  @OnMatrix
  void bucketsAreTakenByHistogramsThatAreNotInUseYet(Jdk jdk) {
    write("rules: [" + rule("always", "shop") + "]");
    try (ForkedJvm jvm = start(jdk, "")) {
      jvm.ask("always");
      jvm.metrics();
      reload(
          jvm,
          "buckets: {deployment_duration_seconds: [7], operation_duration_seconds: [7]}\n"
              + "rules: ["
              + rule("always", "shop")
              + ", {operation: '"
              + SUBJECT
              + "#ship'}]",
          1);
      jvm.ask("always");
      jvm.ask("ship");
      Exposition metrics = jvm.metrics();
      assertThat(metrics.has("deployment_duration_seconds_bucket", "le=7.0")).isFalse();
      assertThat(metrics.samples("operation_duration_seconds_bucket"))
          .extracting(sample -> sample.labels().get("le"))
          .containsExactly("7.0", "+Inf");
      assertThat(status(jvm).path("reload").path("waitsForRestart").toString())
          .isEqualTo("[\"buckets.deployment_duration_seconds\"]");
    }
  }

  @OnMatrix
  void credentialsChangeAtRunTimeOnConnectionsThatAreOpenToo(Jdk jdk) {
    write("auth.token: first\n");
    try (ForkedJvm jvm = start(jdk, "")) {
      String[] first = {"Authorization", "Bearer first"};
      String[] second = {"Authorization", "Bearer second"};
      await().until(() -> jvm.get("/status", first).status() == 200);
      write("auth.token: second\n");
      await().until(() -> jvm.get("/status", second).status() == 200);
      assertThat(jvm.get("/status", first).status()).isEqualTo(401);
      assertThat(jvm.get("/status", second).text()).doesNotContain("second\"");
      write("\n");
      await().until(() -> jvm.get("/metrics").status() == 200);
    }
  }

  @OnMatrix
  void healthChecksAreAddedChangedAndRemoved(Jdk jdk) throws IOException {
    write("health.delay: 0s\n");
    try (ForkedJvm jvm = start(jdk, "");
        ServerSocket open = new ServerSocket(0)) {
      int port = open.getLocalPort();
      reload(
          jvm,
          "health.delay: 0s\nchecks: [{tcp: 'localhost:"
              + port
              + "', name: database}]\nrules:\n"
              + "  - {health: '"
              + SUBJECT
              + "#check', every: 100ms}\n",
          1);
      await().until(() -> isUp(jvm, "database"));
      jvm.ask("check");
      await().until(() -> isUp(jvm, "check"));
      double period = jvm.metrics().value("health_check_period_seconds", "check=check");
      assertThat(period).isEqualTo(0.1);

      reload(
          jvm,
          "health.delay: 0s\nchecks: [{tcp: 'localhost:1', name: database}]\nrules:\n"
              + "  - {health: '"
              + SUBJECT
              + "#check', every: 200ms}\n",
          2);
      await().until(() -> !isUp(jvm, "database"));
      await().until(() -> isUp(jvm, "check"));
      await().until(() -> jvm.metrics().value("health_check_period_seconds", "check=check") == 0.2);

      reload(jvm, "health: {delay: 0s, aliases: true, details: never}\n", 3);
      assertThat(jvm.get("/health/check/database").status()).isEqualTo(404);
      assertThat(jvm.get("/health/check/check").status()).isEqualTo(404);
      assertThat(jvm.get("/healthz").text()).doesNotContain("checks");
      double runs = jvm.metrics().sum("health_checks_total", "check=check");
      await()
          .during(Duration.ofMillis(500))
          .until(() -> jvm.metrics().sum("health_checks_total", "check=check") == runs);
    }
  }

  @OnMatrix
  void aFileThatIsNotWatchedIsReadOnce(Jdk jdk) {
    write("");
    try (ForkedJvm jvm = start(jdk, "config.watch=0s")) {
      jvm.port();
      write("application: shop");
      await()
          .during(Duration.ofMillis(1_500))
          .until(() -> reloads(jvm, "success") + reloads(jvm, "failure") == 0);
    }
  }

  private ForkedJvm start(Jdk jdk, String options) {
    String watch = options.contains("config.watch") ? "" : "config.watch=20ms,";
    return JvmLaunch.withAgent(jdk, "port=0,config=" + file + "," + watch + options)
        .main("Reconfigured")
        .start()
        .awaitReady();
  }

  private static String rule(String method, String application) {
    return "{deployment: '" + SUBJECT + "#" + method + "', application: " + application + "}";
  }

  private void write(String yaml) {
    try {
      Path fresh = Files.writeString(folder.resolve("fresh"), yaml);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file and waits until it is the so-manieth that is in use. */
  private void reload(ForkedJvm jvm, String yaml, int successes) {
    jvm.port();
    write(yaml);
    await().until(() -> reloads(jvm, "success") == successes);
  }

  private static void awaitReloads(ForkedJvm jvm, int successes, int failures) {
    await()
        .pollDelay(Duration.ofMillis(2))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> reloads(jvm, "success") == successes && reloads(jvm, "failure") == failures);
  }

  private static double reloads(ForkedJvm jvm, String outcome) {
    return Exposition.parse(jvm.get("/metrics?name[]=telemetry_agent_config_reloads_total").text())
        .value("telemetry_agent_config_reloads_total", "outcome=" + outcome);
  }

  private static double started(ForkedJvm jvm, String application) {
    List<Sample> samples =
        jvm.metrics().samples("deployments_started_total", "application=" + application);
    return samples.get(0).value();
  }

  private static boolean isUp(ForkedJvm jvm, String check) {
    return jvm.get("/health/check/" + check).status() == 200;
  }

  private static JsonNode status(ForkedJvm jvm) {
    return jvm.get("/status").json();
  }

  private static String configuration(ForkedJvm jvm, String option) {
    return status(jvm).path("configuration").path(option).path("value").asText();
  }
}
