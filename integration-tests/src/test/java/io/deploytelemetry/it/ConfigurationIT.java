package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationIT {

  @OnEachJdk
  void theEnvironmentSetsAnOption(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).env("TELEMETRY_APPLICATION", "from-environment");
    assertThat(application(launch)).isEqualTo("from-environment");
  }

  @OnEachJdk
  void aSystemPropertyWinsOverTheEnvironment(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .env("TELEMETRY_APPLICATION", "from-environment")
            .jvm("-Dtelemetry.application=from-property");
    assertThat(application(launch)).isEqualTo("from-property");
  }

  @OnEachJdk
  void anAgentArgumentWinsOverAll(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk, "port=0,application=from-argument")
            .env("TELEMETRY_APPLICATION", "from-environment")
            .jvm("-Dtelemetry.application=from-property");
    assertThat(application(launch)).isEqualTo("from-argument");
  }

  @OnEachJdk
  void thePortCanComeFromASystemPropertyOrTheEnvironment(Jdk jdk) throws IOException {
    int port = Http.freePort();
    String value = Integer.toString(port);
    for (JvmLaunch launch :
        List.of(
            JvmLaunch.withAgent(jdk, "").jvm("-Dtelemetry.port=" + value),
            JvmLaunch.withAgent(jdk, "").env("TELEMETRY_PORT", value))) {
      try (ForkedJvm jvm = launch.main("OneDeployment").start()) {
        assertThat(jvm.awaitReady().port()).isEqualTo(port);
        assertThat(jvm.metrics().value("deployments_started_total")).isEqualTo(1);
        jvm.endInput().awaitEnding();
      }
    }
  }

  @OnEachJdk
  void optionNamesWithADotAreWrittenWithAnUnderscoreInTheEnvironment(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk).env("TELEMETRY_METRICS_PATH", "/telemetry").main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      assertThat(jvm.awaitReady().get("/telemetry").text()).contains("deployments_total");
      assertThat(jvm.get("/metrics").status()).isEqualTo(404);
    }
  }

  @OnEachJdk
  void anAddressThatKubernetesPutsIntoTheEnvironmentIsNoPort(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk, "")
            .env("TELEMETRY_PORT", "tcp://10.0.0.1:80")
            .main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      jvm.awaitReady();
      assertThat(jvm.awaitStderr(line -> line.startsWith("[telemetry]"))).contains("19404");
      jvm.endInput().awaitEnding();
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void theFileIsFoundFromEachSource(Jdk jdk, @TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("telemetry.yaml"),
            """
            rules:
              - deployment: com.acme.subjects.OneDeployment#deploy
                application: ruled
            """);
    for (JvmLaunch launch :
        List.of(
            JvmLaunch.withAgent(jdk, "port=0,config=" + file),
            JvmLaunch.withAgent(jdk).jvm("-Dtelemetry.config=" + file),
            JvmLaunch.withAgent(jdk).env("TELEMETRY_CONFIG", file.toString()))) {
      assertThat(application(launch)).isEqualTo("ruled");
    }
  }

  @OnEachJdk
  void anEscapedCommaIsPartOfTheValue(Jdk jdk) {
    assertThat(application(JvmLaunch.withAgent(jdk, "port=0,application=web\\,shop")))
        .isEqualTo("web,shop");
  }

  @OnEachJdk
  void anUnknownKeyIsNamedWithTheNearestAndTheRestHolds(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,aplication=shop").main("OneDeployment").start()) {
      jvm.awaitReady().port();
      assertThat(jvm.awaitStderr(line -> line.contains("aplication")))
          .startsWith("[telemetry] ")
          .containsPattern("\\bapplication\\b");
      assertThat(jvm.stderr()).hasSize(2);
      assertThat(jvm.metrics().value("deployments_started_total")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void aWrongValueIsSaidInOneLineAndTheApplicationRunsOn(Jdk jdk) {
    for (String wrong : List.of("none", "70000", "-1")) {
      Ending ending = JvmLaunch.withAgent(jdk, "port=" + wrong).main("OneDeployment").run();
      assertThat(ending.exitCode()).isZero();
      assertThat(ending.stdout()).containsExactly("ready");
      assertThat(ending.stderr())
          .allMatch(line -> line.startsWith("[telemetry] "))
          .filteredOn(line -> line.contains("port") && line.contains(wrong))
          .hasSize(1);
    }
  }

  @OnEachJdk
  void aWrongLogLevelIsSaidWithThoseThereAre(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,log.level=loud").main("OneDeployment").start()) {
      jvm.awaitReady().port();
      assertThat(jvm.awaitStderr(line -> line.contains("loud")))
          .startsWith("[telemetry] ")
          .contains("log.level", "off", "error", "warn", "info", "debug");
    }
  }

  @OnEachJdk
  void aTakenPortIsSaidInOneLineAndTheApplicationRunsOn(Jdk jdk) throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      JvmLaunch launch = JvmLaunch.withAgent(jdk, "port=" + port).main("OneDeployment");
      try (ForkedJvm jvm = launch.start()) {
        assertThat(jvm.awaitReady().awaitStderr(line -> line.contains(port)))
            .startsWith("[telemetry] ")
            .contains("in use", "port=0");
        Ending ending = jvm.endInput().awaitEnding();
        assertThat(ending.exitCode()).isZero();
        assertThat(ending.stderr()).hasSize(1);
      }
    }
  }

  @OnEachJdk
  void anAgentThatIsNotEnabledDoesNothing(Jdk jdk) throws IOException {
    int port = Http.freePort();
    JvmLaunch launch = JvmLaunch.withAgent(jdk, "enabled=false,port=" + port).main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      jvm.awaitReady();
      assertThat(Http.isServed(port)).isFalse();
      Ending ending = jvm.endInput().awaitEnding();
      assertThat(ending.exitCode()).isZero();
      assertThat(ending.stderr()).noneMatch(line -> line.contains("http://"));
      assertThat(ending.stderr()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @OnEachJdk
  void logLevelOffWritesNothing(Jdk jdk) {
    Ending ending =
        JvmLaunch.withAgent(jdk, "port=none,nonsense=1,log.level=off").main("OneDeployment").run();
    assertThat(ending).isEqualTo(new Ending(0, List.of("ready"), List.of()));
  }

  @OnEachJdk
  void logLevelDebugWritesOnlyTelemetryLinesAndOnlyToStandardError(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,log.level=debug").main("OneDeployment").start()) {
      jvm.awaitReady().port();
      Ending ending = jvm.endInput().awaitEnding();
      assertThat(ending.stdout()).containsExactly("ready");
      assertThat(ending.stderr()).allMatch(line -> line.startsWith("[telemetry] "));
    }
  }

  @OnEachJdk
  void withoutAFileNothingThatReadsOneIsLoaded(Jdk jdk) {
    Ending ending = JvmLaunch.withAgent(jdk).jvm("-verbose:class").main("OneDeployment").run();
    assertThat(ending.stdout())
        .anyMatch(line -> line.contains("io.deploytelemetry.agent.config.Settings"))
        .noneMatch(line -> line.contains("org.snakeyaml"));
  }

  @OnEachJdk
  void theHostLimitsWhereTheAgentListens(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,host=127.0.0.1").main("OneDeployment").start()) {
      assertThat(jvm.awaitReady().awaitStderr(line -> line.startsWith("[telemetry]")))
          .contains("http://127.0.0.1:");
      assertThat(jvm.metrics().value("deployments_started_total")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void anAddressOfIpv6IsNamedAsAUrlNamesIt(Jdk jdk) {
    assumeTrue(Http.hasIpv6(), "this machine has no IPv6");
    for (String host : List.of("::1", "[::1]")) {
      JvmLaunch launch = JvmLaunch.withAgent(jdk, "port=0,host=" + host).main("OneDeployment");
      try (ForkedJvm jvm = launch.start()) {
        assertThat(jvm.awaitReady().awaitStderr(line -> line.startsWith("[telemetry]")))
            .contains(" http://[::1]:");
      }
    }
  }

  @OnEachJdk
  void theStatusTellsWhereAValueCameFrom(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .env("TELEMETRY_APPLICATION", "from-environment")
            .main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      assertThat(jvm.awaitReady().get("/status").json().findValues("configuration").toString())
          .contains("from-environment");
    }
  }

  /** The label that the one deployment of the application gets. */
  private static String application(JvmLaunch launch) {
    try (ForkedJvm jvm = launch.main("OneDeployment").start()) {
      return jvm.awaitReady()
          .metrics()
          .samples("deployments_started_total")
          .get(0)
          .labels()
          .get("application");
    }
  }
}
