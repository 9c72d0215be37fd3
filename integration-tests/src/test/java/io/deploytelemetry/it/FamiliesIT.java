package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Promtool;
import io.deploytelemetry.it.harness.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

class FamiliesIT {

  private static final String[] SHOP = {
    "application=shop", "environment=staging", "provider=kubernetes", "strategy=rolling"
  };
  private static final Set<String> OUTCOMES =
      Set.of("success", "failure", "error", "timeout", "cancellation", "skip", "unknown");

  @OnEachJdk
  void countersAndGaugesAreAtZeroBeforeAnythingHappens(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      Exposition metrics = jvm.metrics();
      assertThat(metrics.value("deployments_started_total", SHOP)).isZero();
      assertThat(metrics.value("deployments_in_progress", SHOP)).isZero();
      assertThat(outcomesAtZero(metrics, "deployments_total", SHOP)).isEqualTo(OUTCOMES);
      assertThat(outcomesAtZero(metrics, "deployment_last_outcome", "application=shop"))
          .isEqualTo(OUTCOMES);
      assertThat(metrics.value("rollbacks_started_total", "application=shop")).isZero();
      assertThat(metrics.value("rollbacks_in_progress", "application=shop")).isZero();
      assertThat(outcomesAtZero(metrics, "rollbacks_total", "reason=manual")).isEqualTo(OUTCOMES);
      assertThat(outcomesAtZero(metrics, "health_checks_total", "check=database"))
          .isEqualTo(OUTCOMES);
    }
  }

  @OnEachJdk
  void histogramsTimestampsAndStatesAreAbsentUntilKnown(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      Exposition metrics = jvm.metrics();
      for (String name :
          List.of(
              "deployment_duration_seconds_count",
              "deployment_oldest_in_progress_start_timestamp_seconds",
              "deployment_errors_total",
              "deployment_last_completed_timestamp_seconds",
              "deployment_last_duration_seconds",
              "rollback_duration_seconds_count",
              "rollback_oldest_in_progress_start_timestamp_seconds",
              "rollback_last_completed_timestamp_seconds",
              "rollback_errors_total",
              "health_check_duration_seconds_count",
              "health_check_status",
              "health_check_last_run_timestamp_seconds",
              "health_check_last_success_timestamp_seconds")) {
        assertThat(metrics.samples(name)).as(name).isEmpty();
      }
    }
  }

  @OnEachJdk
  void oneSuccessAndOneFailureAreInEveryFamily(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      double before = System.currentTimeMillis() / 1000.0;
      jvm.ask("deploy");
      jvm.ask("fail");
      Exposition metrics = jvm.metrics();
      double now = System.currentTimeMillis() / 1000.0;

      assertThat(metrics.value("deployments_started_total", SHOP)).isEqualTo(2);
      for (String outcome : List.of("success", "failure")) {
        assertThat(metrics.value("deployments_total", with(SHOP, "outcome=" + outcome)))
            .isEqualTo(1);
        assertThat(
                metrics.value(
                    "deployment_duration_seconds_count", with(SHOP, "outcome=" + outcome)))
            .isEqualTo(1);
        assertThat(
                metrics.value(
                    "deployment_last_completed_timestamp_seconds",
                    with(SHOP, "outcome=" + outcome)))
            .isBetween(before - 1, now + 1);
      }
      assertThat(metrics.samples("deployment_duration_seconds_count")).hasSize(2);
      assertThat(metrics.value("deployment_last_duration_seconds", "application=shop"))
          .isBetween(0.0, 5.0);
      assertThat(metrics.value("deployment_errors_total", "application=shop")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void exactlyOneLastOutcomeIsOne(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      jvm.ask("deploy");
      assertThat(lastOutcome(jvm.metrics())).containsExactly("success");
      jvm.ask("fail");
      assertThat(lastOutcome(jvm.metrics())).containsExactly("failure");
      jvm.ask("deploy");
      assertThat(lastOutcome(jvm.metrics())).containsExactly("success");
    }
  }

  @OnEachJdk
  void aDeploymentThatRunsIsStartedAndInProgressAndTheOldest(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      double before = System.currentTimeMillis() / 1000.0;
      jvm.ask("begin");
      Exposition running = jvm.metrics();
      assertThat(running.value("deployments_started_total", "application=slow")).isEqualTo(1);
      assertThat(running.value("deployments_in_progress", "application=slow")).isEqualTo(1);
      assertThat(running.sum("deployments_total", "application=slow")).isZero();
      assertThat(
              running.value(
                  "deployment_oldest_in_progress_start_timestamp_seconds", "application=slow"))
          .isCloseTo(before, within(5.0));
      assertThat(running.samples("deployment_oldest_in_progress_start_timestamp_seconds"))
          .hasSize(1);

      jvm.ask("end");
      Exposition ended = jvm.metrics();
      assertThat(ended.value("deployments_started_total", "application=slow")).isEqualTo(1);
      assertThat(ended.value("deployments_in_progress", "application=slow")).isZero();
      assertThat(ended.sum("deployments_total", "application=slow")).isEqualTo(1);
      assertThat(ended.samples("deployment_oldest_in_progress_start_timestamp_seconds")).isEmpty();
    }
  }

  @OnEachJdk
  void rollbacksAndHealthChecksHaveTheirOwnFamilies(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      double before = System.currentTimeMillis() / 1000.0;
      jvm.ask("roll back");
      jvm.ask("check up");
      jvm.ask("check down");
      Exposition metrics = jvm.metrics();
      assertThat(
              metrics.value(
                  "rollback_duration_seconds_count",
                  "application=shop",
                  "strategy=direct",
                  "reason=manual",
                  "outcome=success"))
          .isEqualTo(1);
      assertThat(metrics.value("rollback_last_completed_timestamp_seconds", "reason=manual"))
          .isCloseTo(before, within(5.0));
      String[] database = {"application=shop", "check=database"};
      assertThat(metrics.sum("health_checks_total", database)).isEqualTo(2);
      assertThat(metrics.value("health_check_duration_seconds_count", database)).isEqualTo(2);
      assertThat(metrics.value("health_check_status", database)).isZero();
      assertThat(metrics.value("health_check_last_run_timestamp_seconds", database))
          .isCloseTo(before, within(5.0));
      assertThat(metrics.value("health_check_last_success_timestamp_seconds", database))
          .isCloseTo(before, within(5.0));
      assertThat(metrics.value("health_check_period_seconds", database)).isZero();
      assertThat(metrics.value("health_status", "group=ready")).isZero();

      jvm.ask("check up");
      Exposition up = jvm.metrics();
      assertThat(up.value("health_check_status", database)).isEqualTo(1);
      assertThat(up.value("health_status", "group=ready")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void classicBucketsAreThoseOfTheCatalogue(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      jvm.ask("deploy");
      jvm.ask("roll back");
      jvm.ask("check up");
      Exposition metrics = jvm.metrics();
      List<Double> deployment =
          List.of(
              1.,
              5.,
              10.,
              30.,
              60.,
              120.,
              300.,
              600.,
              1200.,
              1800.,
              3600.,
              7200.,
              14400.,
              Double.POSITIVE_INFINITY);
      assertThat(bounds(metrics, "deployment_duration_seconds")).isEqualTo(deployment);
      assertThat(bounds(metrics, "rollback_duration_seconds")).isEqualTo(deployment);
      assertThat(bounds(metrics, "health_check_duration_seconds"))
          .isEqualTo(
              List.of(
                  .005,
                  .01,
                  .025,
                  .05,
                  .1,
                  .25,
                  .5,
                  1.,
                  2.5,
                  5.,
                  10.,
                  30.,
                  Double.POSITIVE_INFINITY));
    }
  }

  @OnEachJdk
  void typesAreThoseOfTheCatalogueAndTheAgentTellsOfItself(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      jvm.ask("deploy");
      jvm.ask("check up");
      Exposition metrics = jvm.metrics();
      assertThat(metrics.types())
          .containsEntry("deployments_started_total", "counter")
          .containsEntry("deployments_total", "counter")
          .containsEntry("deployment_duration_seconds", "histogram")
          .containsEntry("deployments_in_progress", "gauge")
          .containsEntry("deployment_last_outcome", "gauge")
          .containsEntry("health_check_status", "gauge");
      assertThat(metrics.samples("telemetry_agent_info")).hasSize(1);
      assertThat(metrics.value("telemetry_agent_startup_duration_seconds")).isPositive();
      assertThat(metrics.value("telemetry_agent_woven_classes")).isEqualTo(1);
      assertThat(metrics.value("telemetry_agent_woven_methods", "kind=deployment")).isEqualTo(2);
      assertThat(metrics.value("telemetry_agent_weave_errors_total")).isZero();
      assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  @OnEachJdk
  void theJvmsOwnMetricsFollowOnceTheApplicationRuns(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      for (String name :
          List.of(
              "jvm_memory_used_bytes",
              "jvm_gc_collection_seconds_count",
              "jvm_threads_current",
              "jvm_classes_currently_loaded",
              "jvm_runtime_info",
              "process_start_time_seconds",
              "process_cpu_seconds_total")) {
        await().atMost(Duration.ofSeconds(10)).until(() -> jvm.metrics().has(name));
      }
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void promtoolHasNothingToSay(Jdk jdk) throws IOException, InterruptedException {
    try (ForkedJvm jvm = console(jdk)) {
      for (String command : List.of("deploy", "fail", "roll back", "check down", "begin")) {
        jvm.ask(command);
      }
      Promtool.assertAccepts(jvm.get("/metrics").text());
    }
  }

  private static ForkedJvm console(Jdk jdk) {
    return JvmLaunch.withAgent(jdk).main("Console").start().awaitReady();
  }

  private static Set<String> outcomesAtZero(Exposition metrics, String name, String... labels) {
    Set<String> outcomes = new TreeSet<>();
    for (Sample sample : metrics.samples(name, labels)) {
      assertThat(sample.value()).as(sample.toString()).isZero();
      outcomes.add(sample.labels().get("outcome"));
    }
    return outcomes;
  }

  private static List<String> lastOutcome(Exposition metrics) {
    return metrics.samples("deployment_last_outcome", "application=shop").stream()
        .filter(sample -> sample.value() == 1)
        .map(sample -> sample.labels().get("outcome"))
        .toList();
  }

  private static List<Double> bounds(Exposition metrics, String histogram) {
    return metrics.samples(histogram + "_bucket").stream()
        .map(sample -> sample.labels().get("le"))
        .map(le -> le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.valueOf(le))
        .distinct()
        .sorted()
        .toList();
  }

  private static String[] with(String[] labels, String label) {
    String[] more = Arrays.copyOf(labels, labels.length + 1);
    more[labels.length] = label;
    return more;
  }
}
