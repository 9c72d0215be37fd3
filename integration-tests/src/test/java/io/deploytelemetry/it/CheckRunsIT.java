package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class CheckRunsIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** Calls itself once it has timed out. */
  private static final String DEEP =
      """
      package com.acme;
      import io.deploytelemetry.annotations.HealthCheck;
      public class Deep {
        private static boolean isWithin;
        public static void main(String[] args) throws Exception {
          System.out.println("ready");
          System.in.read();
        }
        @HealthCheck(every = "200ms", timeout = "50ms")
        static boolean check() throws Exception {
          if (isWithin) {
            return true;
          }
          Thread.sleep(300);
          isWithin = true;
          try {
            return check();
          } finally {
            isWithin = false;
          }
        }
      }
      """;

  private static final String MODULE =
      """
      package com.acme.closed;

      import io.deploytelemetry.annotations.HealthCheck;

      class Main {
        private static final Main ONLY = new Main();

        public static void main(String[] args) throws Exception {
          System.out.println("ready");
          System.in.read();
          System.out.println(ONLY);
        }

        @HealthCheck(value = "instance", every = "100ms")
        private boolean works() {
          return true;
        }

        @HealthCheck(value = "static", every = "100ms")
        private static boolean answers() {
          return true;
        }
      }
      """;

  @TempDir private static Path directory;

  @OnMatrix
  void theAgentRunsACheckOnAnInstanceWithTheLoaderOfTheApplication(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("instance");
      awaitStatus(jvm, "plain", "UP");
      await().atMost(SOON).until(() -> runs(jvm) >= 3);
      assertThat(jvm.ask("runs")).endsWith(" most 1 loader true");
      Exposition metrics = jvm.metrics();
      assertThat(metrics.value("health_check_period_seconds", "check=plain")).isEqualTo(0.2);
      assertThat(metrics.value("health_check_status", "check=plain")).isEqualTo(1);
      assertThat(metrics.value("health_status", "group=ready")).isEqualTo(1);
      assertThat(metrics.sum("health_checks_total", "check=plain")).isGreaterThanOrEqualTo(3);
    }
  }

  @OnMatrix
  void aStaticCheckRunsOnceItsClassIsInitializedAndDoesNotInitializeIt(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(jvm.ask("static")).isEqualTo("main");
      await().atMost(SOON).until(() -> runs(jvm) > 0);
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(check(jvm, "static").path("status").asText()).isEqualTo("UP");
    }
  }

  @OnMatrix
  void aCheckThatHangsIsDownCountsOnceAsTimeoutAndRunsAgainWhenItHasComeBack(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("instance");
      awaitStatus(jvm, "plain", "UP");
      jvm.ask("hang");
      awaitStatus(jvm, "plain", "DOWN");
      assertThat(check(jvm, "plain").path("error").asText()).contains("timed out");
      int runs = runs(jvm);
      awaitStderr(jvm, "health check plain is DOWN: timed out");
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
      assertThat(runs(jvm)).as("runs while one hangs").isEqualTo(runs);
      Exposition hanging = jvm.metrics();
      assertThat(hanging.value("health_checks_total", "check=plain", "outcome=timeout"))
          .isEqualTo(1);
      assertThat(hanging.value("health_check_status", "check=plain")).isZero();
      assertThat(jvm.get("/health/ready").status()).isEqualTo(503);

      jvm.ask("release");
      awaitStatus(jvm, "plain", "UP");
      assertThat(jvm.metrics().value("health_checks_total", "check=plain", "outcome=timeout"))
          .isEqualTo(1);
      awaitStderr(jvm, "health check plain is UP again");
    }
  }

  @OnMatrix
  void aCheckThatThrowsIsDownWithTextAndCauseAndEachChangeIsSaidOnce(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("instance");
      awaitStatus(jvm, "plain", "UP");
      for (int i = 0; i < 2; i++) {
        jvm.ask("throw");
        awaitStatus(jvm, "plain", "DOWN");
        assertThat(check(jvm, "plain").path("error").asText())
            .isEqualTo(
                "java.lang.IllegalStateException: no connection; caused by java.io.IOException:"
                    + " refused");
        jvm.ask("up");
        awaitStatus(jvm, "plain", "UP");
      }
      assertThat(jvm.stderr())
          .filteredOn(line -> line.contains("health check"))
          .containsExactly(
              "[telemetry] WARN health check plain is DOWN: java.lang.IllegalStateException: no"
                  + " connection; caused by java.io.IOException: refused",
              "[telemetry] health check plain is UP again",
              "[telemetry] WARN health check plain is DOWN: java.lang.IllegalStateException: no"
                  + " connection; caused by java.io.IOException: refused",
              "[telemetry] health check plain is UP again");
    }
  }

  @OnMatrix
  void ofSeveralInstancesAllMustBeUpAndThoseThatAreGoneDoNotCount(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("instance");
      awaitStatus(jvm, "plain", "UP");
      jvm.ask("second instance");
      awaitStatus(jvm, "plain", "DOWN");
      await().atMost(SOON).until(() -> check(jvm, "plain").path("instances").size() == 2);
      assertThat(check(jvm, "plain").path("instances").findValuesAsText("status"))
          .containsExactlyInAnyOrder("UP", "DOWN");

      jvm.ask("forget");
      awaitStatus(jvm, "plain", "UP");
    }
  }

  @OnMatrix
  void anInstanceOfASubclassDoesNotRunTwice(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("subclass");
      awaitStatus(jvm, "plain", "UP");
      await().atMost(SOON).until(() -> runs(jvm) >= 5);
      Exposition metrics = jvm.metrics();
      double counted = metrics.value("health_checks_total", "check=plain", "outcome=success");
      assertThat(runs(jvm)).isBetween((int) counted, (int) counted + 2);
      assertThat(check(jvm, "plain").path("instances").size()).isZero();
    }
  }

  @OnMatrix
  void aClassThatSomebodyWroteAndThatAsksAnotherInstanceIsCheckedAsWellAsThat(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("decorator");
      await().atMost(SOON).until(() -> check(jvm, "plain").path("instances").size() == 2);
      awaitStatus(jvm, "plain", "DOWN");
      assertThat(check(jvm, "plain").path("instances").findValuesAsText("status"))
          .containsExactlyInAnyOrder("UP", "DOWN");
    }
  }

  @OnMatrix
  void anInstanceIsNotRunBeforeItsOwnConstructorHasEnded(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("slow constructor");
      awaitStatus(jvm, "plain", "UP");
      assertThat(jvm.metrics().value("health_checks_total", "check=plain", "outcome=failure"))
          .isZero();
    }
  }

  @OnMatrix
  void anAsynchronousCheckIsFollowedAndTimesOutUntilItsStageCompletes(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("async");
      awaitStatus(jvm, "async", "DOWN");
      assertThat(runs(jvm)).isEqualTo(1);
      jvm.ask("complete");
      awaitStatus(jvm, "async", "UP");
      assertThat(jvm.metrics().value("health_checks_total", "check=async", "outcome=timeout"))
          .isEqualTo(1);
    }
  }

  @OnMatrix
  void aCheckWithParametersIsOnlyObservedAndStatusSaysWhy(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("parameters");
      assertThat(jvm.get("/status").json().path("notes").toString())
          .contains("Checked$WithParameters#works", "can only be observed");
      assertThat(jvm.metrics().value("health_check_period_seconds", "check=parameters")).isZero();
    }
  }

  @OnFirstJdk
  void atMost64RunsHangAndTheOthersAreReported(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("hang all");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> check(jvm, "plain").path("instances").size() == 100);
      assertThat(check(jvm, "plain").path("instances").findValuesAsText("error"))
          .anyMatch(error -> error.startsWith("timed out"))
          .anyMatch(error -> error.contains("64 runs of checks hang"));
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(Integer.parseInt(jvm.ask("runs").split(" ")[3])).isEqualTo(64);
      Exposition shown = jvm.metrics();
      assertThat(shown.value("telemetry_agent_dropped_total", "reason=health_checks_hang"))
          .isPositive();
      assertThat(shown.value("telemetry_agent_dropped_total", "reason=no_thread")).isZero();
      assertThat(shown.value("telemetry_agent_queue_size", "queue=health_checks")).isZero();

      jvm.ask("release");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> check(jvm, "plain").path("status").asText().equals("UP"));
    }
  }

  @OnMatrix
  void aMillionInstancesThatAreDroppedLeaveNothing(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk).jvm("-Xmx48m").main("Checked").start().awaitReady()) {
      jvm.ask("instance");
      jvm.ask("million");
      awaitStatus(jvm, "plain", "UP");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                jvm.ask("instance");
                jvm.ask("forget");
                return check(jvm, "plain").path("instances").size() <= 1;
              });
      assertThat(jvm.metrics().value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  @OnMatrix
  void instancesFromBeforeTheAgentWasAttachedAreLearnedFromTheirFirstCall(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Checked").start().awaitReady()) {
      jvm.ask("instance");
      jvm.ask("static");
      jvm.attachAgent("port=0");
      jvm.port();
      awaitStatus(jvm, "static", "UP");
      assertThat(check(jvm, "plain").isMissingNode()).isTrue();
      jvm.ask("call");
      awaitStatus(jvm, "plain", "UP");
      int runs = runs(jvm);
      await().atMost(SOON).until(() -> runs(jvm) > runs + 4);
    }
  }

  @OnMatrix
  void noCheckRunsBeforeMainHasBegun(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("LateMain").start().awaitReady()) {
      assertThat(jvm.stdout()).containsExactly("runs before main 0", "ready");
      awaitStatus(jvm, "early", "UP");
    }
  }

  @OnMatrix
  void moreChecksThanMayRunAtATimeAllRun(Jdk jdk) throws IOException {
    StringBuilder source =
        new StringBuilder("package com.acme; import io.deploytelemetry.annotations.HealthCheck;\n")
            .append("public class Many { public static void main(String[] a) throws Exception {")
            .append("System.out.println(\"ready\"); System.in.read(); }\n");
    for (int i = 0; i < 90; i++) {
      source
          .append("@HealthCheck(every = \"1s\") static boolean check")
          .append(i)
          .append("() throws Exception { Thread.sleep(80); return true; }\n");
    }
    Path classes =
        new Sources()
            .file("com/acme/Many.java", source.append('}').toString())
            .compileTo(directory.resolve("many"));
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk)
            .classPath(classes, Artifacts.annotations())
            .main("com.acme.Many")
            .start()
            .awaitReady()) {
      await().atMost(SOON).until(() -> jvm.get("/health/ready").json().path("checks").size() == 90);
      await().atMost(SOON).until(() -> jvm.get("/health/ready").status() == 200);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnMatrix
  void aCallWithinACheckThatHasTimedOutIsNotCountedAgain(Jdk jdk) throws IOException {
    Path classes =
        new Sources().file("com/acme/Deep.java", DEEP).compileTo(directory.resolve("deep"));
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk)
            .classPath(classes, Artifacts.annotations())
            .main("com.acme.Deep")
            .start()
            .awaitReady()) {
      await().atMost(SOON).until(() -> deep(jvm, "timeout") >= 3);
      assertThat(deep(jvm, "success")).isZero();
    }
  }

  private static double deep(ForkedJvm jvm, String outcome) {
    return jvm.metrics().value("health_checks_total", "check=check", "outcome=" + outcome);
  }

  @OnMatrix
  void aPrivateCheckInAPackageThatItsModuleKeepsClosedRuns(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(11, "the module path (tested from 11 on)");
    Path classes =
        new Sources()
            .release(11)
            .file("module-info.java", "module com.acme.closed {}")
            .file("com/acme/closed/Main.java", MODULE)
            .options("--patch-module", "com.acme.closed=" + Artifacts.annotations())
            .compileTo(directory);
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk)
            .module(List.of(classes), "com.acme.closed/com.acme.closed.Main")
            .start()
            .awaitReady()) {
      awaitStatus(jvm, "instance", "UP");
      awaitStatus(jvm, "static", "UP");
    }
  }

  private static ForkedJvm start(Jdk jdk) {
    return JvmLaunch.withAgent(jdk).main("Checked").start().awaitReady();
  }

  private static JsonNode check(ForkedJvm jvm, String name) {
    return jvm.get("/health").json().path("checks").path(name);
  }

  private static void awaitStatus(ForkedJvm jvm, String name, String status) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(check(jvm, name).path("status").asText()).isEqualTo(status));
  }

  private static void awaitStderr(ForkedJvm jvm, String text) {
    jvm.awaitStderr(line -> line.contains(text));
  }

  private static int runs(ForkedJvm jvm) {
    return Integer.parseInt(jvm.ask("runs").split(" ")[1]);
  }
}
