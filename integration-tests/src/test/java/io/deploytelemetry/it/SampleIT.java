package io.deploytelemetry.it;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Promtool;
import io.deploytelemetry.it.harness.Sample;
import io.deploytelemetry.it.harness.SampleHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real deployer under the agent, with nodes that lose their release while it runs: its figures
 * must be those of its own database, to the unit.
 */
class SampleIT {

  private static final List<String> BUILT_IN = List.of("deadlocks", "disk", "heap", "descriptors");

  private static final String DEPLOYMENT = "kind = 'deployment'";
  private static final String ROLLBACK = "kind = 'rollback'";
  private static final String APPROVAL = "kind = 'approval'";
  private static final String RECONCILIATION = "kind = 'reconciliation'";
  private static final String POLL = "kind = 'health_check' AND subject = 'repository'";
  private static final String SUCCEEDED = " AND outcome = 'success'";
  private static final String FAILED = " AND outcome = 'failure'";

  @TempDir Path state;

  @OnMatrix
  void figuresAreThoseOfTheApplicationsOwnDatabase(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk, JvmLaunch.withAgent(jdk), "--duration", "8s", "--hold")) {
      letANodeDrift(jvm);
      jvm.awaitStdout(line -> line.startsWith("summary "));
      Exposition metrics = jvm.metrics();
      try (SampleHistory own = new SampleHistory(state)) {
        assertThat(own.count("outcome = 'running'")).isZero();
        assertDeployments(metrics, own);
        assertRollbacks(metrics, own);
        assertWhatIsLive(metrics, own);
        assertApprovalsAndWaits(metrics, own);
        assertOperations(metrics, own);
        assertHealthChecks(metrics, own);
      }
      assertThat(metrics.samples())
          .filteredOn(SampleIT::isOfTheDomain)
          .filteredOn(sample -> !BUILT_IN.contains(sample.labels().getOrDefault("check", "")))
          .extracting(sample -> sample.labels().get("environment"))
          .containsOnly("production");
      Promtool.assertAccepts(jvm.get("/metrics").text());

      Ending ending = jvm.endInput().awaitEnding();
      assertThat(ending.exitCode()).isZero();
      assertThat(ending.stderr())
          .filteredOn(line -> !line.contains("health check nodes is "))
          .hasSize(1);
    }
  }

  @OnMatrix
  void everyAnnotationIsWovenAndEveryOfItsValuesIsRead(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, JvmLaunch.withAgent(jdk), "--duration", "3s", "--hold")) {
      jvm.awaitStdout(line -> line.startsWith("summary "));
      JsonNode status = jvm.get("/status").json();

      assertThat(status.get("woven").findValuesAsText("kind"))
          .containsExactlyInAnyOrder(
              "deployment",
              "rollback",
              "approval",
              "wait",
              "operation",
              "operation",
              "health_check",
              "health_check",
              "health_check");
      assertThat(status.get("skipped")).isEmpty();
      assertThat(status.get("notes")).isEmpty();
    }
  }

  @OnMatrix
  void deployerThatStandsByIsWaitingForTheLockUntilTheFirstEnds(Jdk jdk) throws Exception {
    try (ForkedJvm first = start(jdk, JvmLaunch.plain(jdk), "--duration", "1ms", "--hold")) {
      first.awaitStdout(line -> line.contains("holding"));
      try (ForkedJvm second = start(jdk, JvmLaunch.withAgent(jdk))) {
        second.awaitStdout(line -> line.contains("standing by"));
        assertThat(second.metrics().value("deployment_waits_in_progress", labels("reason=lock")))
            .isEqualTo(1);

        first.endInput().awaitEnding();
        second.awaitStdout(line -> line.contains("check nodes: up"));
        Exposition metrics = second.metrics();
        assertThat(metrics.value("deployment_waits_in_progress", labels("reason=lock"))).isZero();
        assertThat(metrics.value("deployment_wait_duration_seconds_count", labels("reason=lock")))
            .isEqualTo(1);
        second.terminate().awaitEnding();
        try (SampleHistory own = new SampleHistory(state)) {
          assertThat(metrics.value("deployment_wait_duration_seconds_sum", labels("reason=lock")))
              .isPositive()
              .isLessThanOrEqualTo(
                  own.number("SELECT seconds FROM attempts WHERE kind = 'wait' AND run = 2"));
        }
      }
    }
  }

  private static void assertDeployments(Exposition metrics, SampleHistory own) throws SQLException {
    assertThat(own.count(DEPLOYMENT + SUCCEEDED)).isGreaterThan(3);
    assertThat(own.count(DEPLOYMENT + FAILED)).isPositive();
    assertThat(metrics.value("deployments_started_total", labels()))
        .isEqualTo(own.count(DEPLOYMENT));
    assertThat(metrics.value("deployments_total", labels("outcome=success")))
        .isEqualTo(own.count(DEPLOYMENT + SUCCEEDED));
    assertThat(metrics.value("deployments_total", labels("outcome=failure")))
        .isEqualTo(own.count(DEPLOYMENT + FAILED));
    assertThat(metrics.sum("deployments_total", labels())).isEqualTo(own.count(DEPLOYMENT));
    assertThat(metrics.sum("deployment_duration_seconds_count", labels()))
        .isEqualTo(own.count(DEPLOYMENT));
    assertThat(metrics.sum("deployment_duration_seconds_sum", labels()))
        .isCloseTo(
            own.number("SELECT SUM(seconds) FROM attempts WHERE " + DEPLOYMENT),
            withinPercentage(50)); // a method that only begins takes hundredths of it
    assertThat(metrics.value("deployments_in_progress", labels())).isZero();
    assertThat(byLabel(metrics, "deployment_errors_total", "error_type"))
        .isEqualTo(own.counts("error", DEPLOYMENT + FAILED));
    assertThat(metrics.value("deployment_lead_time_seconds_count", labels()))
        .isEqualTo(own.count(DEPLOYMENT + SUCCEEDED));
    assertThat(metrics.value("deployment_recovery_seconds_count", labels()))
        .isEqualTo(
            own.number(
                """
                SELECT COUNT(*) FROM (
                  SELECT outcome, LAG(outcome) OVER (ORDER BY id) AS previous FROM attempts
                  WHERE kind IN ('deployment', 'rollback'))
                WHERE outcome = 'success' AND previous <> 'success'
                """));
  }

  private static void assertRollbacks(Exposition metrics, SampleHistory own) throws SQLException {
    assertThat(own.count(ROLLBACK + SUCCEEDED)).isPositive();
    assertThat(metrics.sum("rollbacks_started_total", labels())).isEqualTo(own.count(ROLLBACK));
    assertThat(metrics.sum("rollbacks_total", labels("outcome=success")))
        .isEqualTo(own.count(ROLLBACK + SUCCEEDED));
    assertThat(metrics.sum("rollbacks_total", labels("outcome=failure")))
        .isEqualTo(own.count(ROLLBACK + FAILED));
    assertThat(byLabel(metrics, "rollback_errors_total", "error_type"))
        .isEqualTo(own.counts("error", ROLLBACK + FAILED));
    assertThat(metrics.sum("rollbacks_total", labels("reason=health_check")))
        .isEqualTo(
            own.number(
                """
                SELECT COUNT(*) FROM attempts r
                WHERE kind = 'rollback' AND 'UNHEALTHY' = (
                  SELECT error FROM attempts WHERE kind = 'deployment' AND id < r.id
                  ORDER BY id DESC LIMIT 1)
                """));
  }

  private static void assertWhatIsLive(Exposition metrics, SampleHistory own) throws SQLException {
    String live =
        own.text(
            """
            SELECT LEFT(subject, 7) FROM attempts
            WHERE kind IN ('deployment', 'rollback') AND outcome = 'success'
            ORDER BY id DESC LIMIT 1
            """);
    assertThat(byLabel(metrics, "deployment_info", "version")).isEqualTo(Map.of(live, 1.0));
    assertThat(byLabel(metrics, "deployment_targets_updated_total", "operation"))
        .isEqualTo(
            Map.of(
                "deploy", own.nodes(DEPLOYMENT + SUCCEEDED),
                "rollback", own.nodes(ROLLBACK + SUCCEEDED)));
    double drifted =
        own.number(
            "SELECT nodes FROM attempts WHERE "
                + RECONCILIATION
                + SUCCEEDED
                + " ORDER BY id DESC LIMIT 1");
    assertThat(byLabel(metrics, "deployment_targets", "state"))
        .isEqualTo(Map.of("running", 2 - drifted, "drifted", drifted));
  }

  private static void assertApprovalsAndWaits(Exposition metrics, SampleHistory own)
      throws SQLException {
    assertThat(own.count(APPROVAL + FAILED)).isPositive();
    assertThat(metrics.value("deployment_approval_requests_total", labels()))
        .isEqualTo(own.count(APPROVAL));
    assertThat(byLabel(metrics, "deployment_approvals_total", "decision"))
        .isEqualTo(
            Map.of(
                "granted", own.count(APPROVAL + SUCCEEDED),
                "rejected", own.count(APPROVAL + FAILED),
                "expired", 0.0));
    assertThat(metrics.value("deployment_wait_duration_seconds_count", labels("reason=lock")))
        .isEqualTo(own.count("kind = 'wait'"))
        .isEqualTo(1);
  }

  private static void assertOperations(Exposition metrics, SampleHistory own) throws SQLException {
    assertThat(byLabel(metrics, "operations_started_total", "operation"))
        .isEqualTo(Map.of("git_poll", own.count(POLL), "reconcile", own.count(RECONCILIATION)));
    assertThat(byLabel(metrics, "operations_total", "operation", "outcome=success"))
        .isEqualTo(
            Map.of(
                "git_poll", own.count(POLL + SUCCEEDED),
                "reconcile", own.count(RECONCILIATION + SUCCEEDED)));
    assertThat(own.nodes(RECONCILIATION)).isPositive();
    assertThat(metrics.value("operation_events_total", labels("event=drift")))
        .isEqualTo(own.nodes(RECONCILIATION));
  }

  private static void assertHealthChecks(Exposition metrics, SampleHistory own)
      throws SQLException {
    assertThat(byLabel(metrics, "health_checks_total", "check"))
        .isEqualTo(own.counts("subject", "kind = 'health_check'"));
    for (String check : List.of("repository", "database", "nodes")) {
      assertThat(metrics.sum("health_checks_total", labels("check=" + check, "outcome=failure")))
          .isEqualTo(own.count("kind = 'health_check' AND subject = '" + check + "'" + FAILED));
    }
  }

  /** Takes the release from a node, again and again, until the application finds it gone. */
  private void letANodeDrift(ForkedJvm jvm) {
    jvm.awaitStdout(line -> line.contains(" deployed "));
    await()
        .until(
            () -> {
              Files.deleteIfExists(state.resolve("nodes/node-2/current"));
              return jvm.stdout().stream().anyMatch(line -> line.contains("had drifted"));
            });
  }

  private static Map<String, Double> byLabel(
      Exposition metrics, String name, String label, String... labels) {
    return metrics.samples(name, labels(labels)).stream()
        .collect(groupingBy(s -> s.labels().get(label), summingDouble(Sample::value)));
  }

  private static boolean isOfTheDomain(Sample sample) {
    return sample.name().matches("(deployment|rollback|operation|health_check).*");
  }

  /** The labels that all have in common, and these. */
  private static String[] labels(String... further) {
    List<String> labels =
        new ArrayList<>(List.of("application=website", "environment=production", "provider=local"));
    labels.addAll(List.of(further));
    return labels.toArray(String[]::new);
  }

  private ForkedJvm start(Jdk jdk, JvmLaunch launch, String... options) {
    jdk.assumeAtLeast(17, "the Java that the sample application is written in");
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(List.of("--state", state.toString(), "--nodes", "2", "--interval", "250ms"));
    return launch
        .env("DEPLOY_ENV", "production")
        .jar(Artifacts.sample(), args.toArray(String[]::new))
        .start();
  }
}
