package io.deploytelemetry.it;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A deployer to which things happen, watched by a real Prometheus with the rules as users copy
 * them, but for shorter times, and a real Alertmanager with the configuration as it is.
 */
@Execution(ExecutionMode.CONCURRENT)
class AlertStoryIT {

  private static final Duration SOON = Duration.ofSeconds(40);

  private static final String SLOW = "histogram_fraction(0, 0.15,";

  @TempDir private Path directory;

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

      await("slow operations by native histograms")
          .atMost(SOON)
          .until(() -> isBurningAfterAPoll(jvm, alertmanager));
      tell(jvm, "fail", "fail");
      alertmanager.await("DeploymentFailed", "DeploymentFailureRatioHigh");
      tell(jvm, "roll back", "roll back", "roll back");
      alertmanager.await("RollbacksOften");
      tell(jvm, "get stuck");
      alertmanager.await("DeploymentStuck");
      tell(jvm, "go down", "hang");
      alertmanager.await("HealthCheckFailing", "HealthCheckStale", "HealthCheckErrorsBurn");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(alertmanager.alerts())
                      .contains(
                          new Received("HealthCheckErrorsBurn", "critical", false),
                          new Received("HealthCheckErrorsBurn", "warning", true)));
      jvm.terminate().awaitEnding();
      alertmanager.await("TargetDown");

      assertThat(alertmanager.seen())
          .containsExactlyInAnyOrder(
              "DeploymentFailed",
              "DeploymentFailureRatioHigh",
              "DeploymentStuck",
              "HealthCheckErrorsBurn",
              "HealthCheckFailing",
              "HealthCheckStale",
              "OperationLatencyBurn",
              "RollbacksOften",
              "TargetDown");
    }
  }

  /** Every other poll takes longer than what counts as slow here. */
  private static boolean isBurningAfterAPoll(ForkedJvm jvm, Alertmanager alertmanager) {
    tell(jvm, "poll");
    return alertmanager.seen().contains("OperationLatencyBurn");
  }

  private PrometheusServer prometheus(int agent, int alertmanager) throws IOException {
    Path records = AlertPack.copy("recording-rules.yml", directory);
    String slow = Files.readString(records).replace("histogram_fraction(0, 30,", SLOW);
    Files.writeString(records, slow);
    Path alerts = AlertPack.copy("alert-rules.yml", directory);
    AlertPack.change(alerts, "DeploymentStuck", "> 3600", "> 3");
    AlertPack.change(alerts, "HealthCheckFailing", "for: 1m", "for: 4s");
    AlertPack.change(alerts, "HealthCheckStale", ", 180)", ", 4)");
    AlertPack.change(alerts, "TargetDown", "for: 2m", "for: 2s");
    return PrometheusServer.startWithRules(
        directory,
        """
        - job_name: deployer
          static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(agent),
        AlertPack.sentTo(alertmanager, records, alerts),
        "--enable-feature=native-histograms");
  }

  private static void tell(ForkedJvm jvm, String... words) {
    for (String word : words) {
      jvm.ask(word);
    }
  }

  private static void awaitValue(PrometheusServer prometheus, String expression, double value) {
    await().atMost(SOON).until(() -> prometheus.value(expression) == value);
  }
}
