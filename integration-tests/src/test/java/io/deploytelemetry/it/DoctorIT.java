package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.PrometheusServer;
import io.deploytelemetry.it.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code doctor}, also with a real Prometheus. */
@Execution(ExecutionMode.CONCURRENT)
class DoctorIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @OnFirstJdk
  void allIsWellWhenPrometheusScrapesTheAgent(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady();
        PrometheusServer prometheus = PrometheusServer.start(folder, job(jvm.port(), ""))) {
      await()
          .atMost(SOON)
          .until(() -> prometheus.value("telemetry_agent_info{job='deployments'}") == 1);
      Ending ending = Tool.run(jdk, "doctor", "--url", url(jvm), "--prometheus", prometheus.url());
      assertThat(ending.exitCode()).as(ending.toString()).isZero();
      assertThat(ending.stderr()).isEmpty();
      assertThat(ending.stdout())
          .hasSize(10)
          .allMatch(line -> line.startsWith("ok "))
          .anyMatch(line -> line.contains("export alerts"));
    }
  }

  @OnFirstJdk
  void rulesThatPrometheusLacksOrCannotEvaluateAreNamed(Jdk jdk) throws IOException {
    String alerts = Files.readString(AlertPack.file("alert-rules.yml"));
    String records = Files.readString(AlertPack.file("recording-rules.yml"));
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady()) {
      try (PrometheusServer prometheus = withRules(jvm, alerts, records)) {
        Ending ending =
            Tool.run(jdk, "doctor", "--url", url(jvm), "--prometheus", prometheus.url());
        assertThat(ending.exitCode()).as(ending.toString()).isZero();
        assertThat(ending.stdout()).anyMatch(line -> line.contains("it has all 34 alerts"));
      }
      String others = alerts.replace("alert: DeploymentStuck", "alert: Stuck");
      try (PrometheusServer prometheus = withRules(jvm, others, records)) {
        Map<String, String> problems =
            problems(jdk, "--url", url(jvm), "--prometheus", prometheus.url());
        assertThat(problems).containsOnlyKeys("rules");
        assertThat(problems.get("rules")).contains("lacks DeploymentStuck of", "export alerts");
      }
      try (PrometheusServer prometheus = withRules(jvm, alerts)) {
        assertThat(problems(jdk, "--url", url(jvm), "--prometheus", prometheus.url()).get("rules"))
            .contains("without recording-rules.yml", "export alerts");
      }
    }
  }

  private PrometheusServer withRules(ForkedJvm jvm, String... files) throws IOException {
    Path directory = Files.createTempDirectory(folder, "prometheus");
    for (int i = 0; i < files.length; i++) {
      Files.writeString(directory.resolve("rules-" + i + ".yml"), files[i]);
    }
    PrometheusServer prometheus =
        PrometheusServer.startWithRules(
            directory, job(jvm.port(), ""), "rule_files: [rules-*.yml]\n");
    await()
        .atMost(SOON)
        .until(() -> prometheus.value("telemetry_agent_info{job='deployments'}") == 1);
    return prometheus;
  }

  @OnFirstJdk
  void aMissingTargetIsAnsweredWithWhatToAdd(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady();
        PrometheusServer prometheus = PrometheusServer.start(folder, job(1, ""))) {
      await().atMost(SOON).until(() -> prometheus.value("up{job='deployments'}") == 0);
      Map<String, String> problems =
          problems(jdk, "--url", url(jvm), "--prometheus", prometheus.url());
      assertThat(problems).containsOnlyKeys("target");
      assertThat(problems.get("target"))
          .contains("scrape_configs", "HOST:" + jvm.port(), "http://127.0.0.1:1/metrics");
    }
  }

  @OnFirstJdk
  void aPasswordThatPrometheusLacksIsNamed(Jdk jdk) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "sesame");
    JvmLaunch launch = JvmLaunch.withAgent(jdk, "port=0,auth.token.file=" + token);
    try (ForkedJvm jvm = launch.main("OneDeployment").start().awaitReady();
        PrometheusServer prometheus = PrometheusServer.start(folder, job(jvm.port(), ""))) {
      await().atMost(SOON).until(() -> !prometheus.lastError().isEmpty());
      Map<String, String> problems =
          problems(
              jdk,
              "--url",
              url(jvm),
              "--token-file",
              token.toString(),
              "--prometheus",
              prometheus.url());
      assertThat(problems).containsOnlyKeys("target");
      assertThat(problems.get("target")).contains("401", "authorization");
      assertThat(problems(jdk, "--url", url(jvm)).get("reachable")).contains("--token-file");
    }
  }

  @OnFirstJdk
  void seriesThatPrometheusDropsAreNamed(Jdk jdk) throws IOException {
    String drop =
        "  metric_relabel_configs:\n"
            + "  - {source_labels: [__name__], regex: 'telemetry_.*', action: drop}\n";
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady();
        PrometheusServer prometheus = PrometheusServer.start(folder, job(jvm.port(), drop))) {
      await().atMost(SOON).until(() -> prometheus.value("up{job='deployments'}") == 1);
      assertThat(problems(jdk, "--url", url(jvm), "--prometheus", prometheus.url()))
          .containsOnlyKeys("stored");
    }
  }

  @OnFirstJdk
  void anotherProgramAndNobodyAreToldFromAnAgent(Jdk jdk) throws IOException {
    try (PrometheusServer prometheus = PrometheusServer.start(folder, job(1, ""))) {
      assertThat(problems(jdk, "--url", prometheus.url())).containsOnlyKeys("agent");
      assertThat(problems(jdk, "--url", prometheus.url() + "/-/healthy"))
          .containsOnlyKeys("format");
    }
    String nobody = "http://127.0.0.1:" + Http.freePort();
    assertThat(problems(jdk, "--url", nobody, "--prometheus", nobody))
        .containsOnlyKeys("reachable", "prometheus");
  }

  @OnFirstJdk
  void anApplicationInWhichNothingIsMeasuredIsToldSo(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Idle").start().awaitReady()) {
      assertThat(problems(jdk, "--url", url(jvm))).containsOnlyKeys("methods");
    }
  }

  /** What is wrong, by the thing looked at. */
  private static Map<String, String> problems(Jdk jdk, String... arguments) {
    List<String> all = new ArrayList<>(List.of("doctor", "--json"));
    all.addAll(List.of(arguments));
    Ending ending = Tool.run(jdk, all.toArray(String[]::new));
    assertThat(ending.exitCode()).as(ending.toString()).isEqualTo(1);
    assertThat(ending.stderr()).isEmpty();
    Map<String, String> problems = new TreeMap<>();
    for (JsonNode check : Tool.json(ending).get("checks")) {
      if (!check.get("ok").asBoolean()) {
        problems.put(check.get("check").asText(), check.get("message").asText());
      }
    }
    return problems;
  }

  private static String url(ForkedJvm jvm) {
    return "http://127.0.0.1:" + jvm.port();
  }

  private static String job(int port, String more) {
    return "- job_name: deployments\n  static_configs: [{targets: ['127.0.0.1:%d']}]\n%s"
        .formatted(port, more);
  }
}
