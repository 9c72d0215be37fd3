package io.deploytelemetry.it;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.Alertmanager;
import io.deploytelemetry.it.harness.Alertmanager.Received;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployer to which things happen, watched by a real Prometheus with the rules as users copy
 * them, but for shorter times, and a real Alertmanager with the configuration as it is.
 */
class AlertStoryIT {

  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path directory;

  private final Set<String> seen = new TreeSet<>();

  @OnFirstJdk
  void whatHappensIsToldAndNothingElse(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Story").start().awaitReady();
        Alertmanager alertmanager =
            Alertmanager.start(directory, AlertPack.file("alertmanager.yml"));
        PrometheusServer prometheus = prometheus(jvm.port(), alertmanager.port())) {
      tell(jvm, "succeed", "succeed", "succeed");
      awaitValue(
          prometheus,
          "environment_application:deployments_total:increase1d{application='shop'}",
          3);
      awaitValue(prometheus, "min_over_time(up[5s])", 1);
      await("a quantile of native histograms")
          .atMost(SOON)
          .until(
              () -> prometheus.value("environment_application:deployment_duration_seconds:p95_1d"),
              value -> value > 0 && value < 1);
      assertThat(alertmanager.alerts()).isEmpty();

      tell(jvm, "fail", "fail");
      awaitAlerts(alertmanager, "DeploymentFailed", "DeploymentFailureRatioHigh");
      tell(jvm, "roll back", "roll back", "roll back");
      awaitAlerts(alertmanager, "RollbacksOften");
      tell(jvm, "get stuck");
      awaitAlerts(alertmanager, "DeploymentStuck");
      tell(jvm, "go down", "hang");
      awaitAlerts(alertmanager, "HealthCheckFailing", "HealthCheckStale", "HealthCheckErrorsBurn");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(alertmanager.alerts())
                      .contains(
                          new Received("HealthCheckErrorsBurn", "critical", false),
                          new Received("HealthCheckErrorsBurn", "warning", true)));
      jvm.terminate().awaitEnding();
      awaitAlerts(alertmanager, "TargetDown");

      assertThat(seen)
          .containsExactlyInAnyOrder(
              "DeploymentFailed",
              "DeploymentFailureRatioHigh",
              "DeploymentStuck",
              "HealthCheckErrorsBurn",
              "HealthCheckFailing",
              "HealthCheckStale",
              "RollbacksOften",
              "TargetDown");
    }
  }

  private PrometheusServer prometheus(int agent, int alertmanager) throws IOException {
    Path alerts = directory.resolve("alert-rules.yml");
    Files.copy(AlertPack.file("alert-rules.yml"), alerts);
    shorten(alerts, "DeploymentStuck", "> 3600", "> 3");
    shorten(alerts, "HealthCheckFailing", "for: 1m", "for: 4s");
    shorten(alerts, "HealthCheckStale", ", 180)", ", 4)");
    shorten(alerts, "TargetDown", "for: 2m", "for: 2s");
    return PrometheusServer.startWithRules(
        directory,
        """
        - job_name: deployer
          static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(agent),
        """
        rule_files: [%s, %s]
        alerting:
          alertmanagers:
          - static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(AlertPack.file("recording-rules.yml"), alerts, alertmanager));
  }

  /** Changes a parameter where README.md says that it is. */
  private static void shorten(Path rules, String alert, String from, String to) throws IOException {
    String text = Files.readString(rules);
    int begin = text.indexOf("- alert: " + alert + "\n");
    int at = text.indexOf(from, begin);
    assertThat(text.substring(begin, at)).as(from + " of " + alert).doesNotContain("runbook_url");
    Files.writeString(rules, text.substring(0, at) + to + text.substring(at + from.length()));
  }

  private static void tell(ForkedJvm jvm, String... words) {
    for (String word : words) {
      jvm.ask(word);
    }
  }

  private static void awaitValue(PrometheusServer prometheus, String expression, double value) {
    await().atMost(SOON).until(() -> prometheus.value(expression) == value);
  }

  private void awaitAlerts(Alertmanager alertmanager, String... names) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Set<String> now =
                  alertmanager.alerts().stream()
                      .map(Received::name)
                      .collect(toCollection(TreeSet::new));
              seen.addAll(now);
              assertThat(now).contains(names);
            });
  }
}
