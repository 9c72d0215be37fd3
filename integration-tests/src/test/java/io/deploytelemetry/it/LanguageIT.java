package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LanguageIT {

  @OnEachJdk
  void valuesAreReadAtTheCallWithTheVerifierOn(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk).jvm("-Xverify:all").main("Language").start().awaitReady()) {
      Exposition shown = jvm.metrics();
      String shop = "application=shop";
      assertThat(
              shown.value(
                  "deployments_total",
                  shop,
                  "environment=eu",
                  "strategy=rolling",
                  "outcome=success"))
          .isEqualTo(1);
      assertThat(shown.value("deployments_total", shop, "outcome=failure")).isEqualTo(1);
      assertThat(shown.value("deployment_errors_total", shop, "error_type=FAILED")).isEqualTo(1);
      assertThat(shown.value("deployment_info", shop, "version=1.0", "environment=eu"))
          .isEqualTo(1);
      assertThat(
              shown.value(
                  "deployment_targets_updated_total", shop, "environment=eu", "operation=deploy"))
          .isEqualTo(3);
      assertThat(shown.value("deployment_lead_time_seconds_sum", shop, "environment=eu"))
          .isCloseTo(3_600, within(60.0));
      assertThat(shown.value("rollbacks_total", shop, "reason=health_check", "outcome=success"))
          .isEqualTo(1);
      assertThat(shown.value("deployment_approval_requests_total", shop, "environment="))
          .isEqualTo(2);
      assertThat(shown.value("deployment_approvals_total", shop, "decision=granted")).isEqualTo(1);
      assertThat(shown.value("deployment_approvals_total", shop, "decision=rejected")).isEqualTo(1);
      assertThat(shown.value("deployment_wait_duration_seconds_count", shop, "reason=lock"))
          .isEqualTo(1);
      assertThat(shown.value("operations_total", "operation=reconcile", "outcome=success"))
          .isEqualTo(1);
      assertThat(shown.value("operation_events_total", "operation=reconcile", "event=drift"))
          .isEqualTo(2);
      assertThat(shown.value("deployment_targets", shop, "state=running")).isEqualTo(4);
      assertThat(shown.value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  @OnEachJdk
  void stageIsMeasuredUntilItCompletes(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Language").start().awaitReady()) {
      String later = "application=later";
      assertThat(jvm.metrics().value("deployments_in_progress", later)).isEqualTo(1);

      jvm.send("complete");
      jvm.awaitStdout(line -> jvm.stdout().stream().filter("ready"::equals).count() == 2);

      Exposition shown = jvm.metrics();
      assertThat(shown.value("deployments_in_progress", later)).isZero();
      assertThat(shown.value("deployments_total", later, "outcome=success")).isEqualTo(1);
      assertThat(shown.value("deployment_info", later, "version=7")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void valueThatCannotBeReadIsExplained(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Language").start().awaitReady()) {
      String notes = jvm.get("/status").json().get("notes").toString();
      assertThat(notes)
          .contains("{0.broken}", "java.lang.UnsupportedOperationException: not now")
          .contains("{release.nothing} cannot be read");
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void rulesMeasureWhatNobodyHasAnnotatedAndSlipsAreNamed(Jdk jdk, @TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("telemetry.yaml"),
            """
            labels: [nodes]
            rulez: 1
            rules:
              - deployment: com.acme.subjects.Language$Legacy#roll(java.lang.String, int)
                application: "{0}"
                labels: {nodes: "{1}"}
              - rollback: com.acme.subjects.Language$Legacy#rol
              - operation: com.acme.subjects.Langauge#deploy
                value: x
            """);
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,config=" + file).main("Language").start().awaitReady()) {
      assertThat(
              jvm.metrics()
                  .value("deployments_total", "application=legacy", "nodes=3", "outcome=success"))
          .isEqualTo(1);
      assertThat(jvm.get("/status").json().get("rules").toString())
          .contains("\"methods\":1", "\"methods\":0", "telemetry.yaml:4");
      assertThat(jvm.awaitStderr(line -> line.contains("telemetry.yaml:2")))
          .contains("'rulez'", "Did you mean 'rules'?");
      assertThat(jvm.awaitStderr(line -> line.contains("telemetry.yaml:7")))
          .contains("Did you mean 'roll(java.lang.String, int)'?");
      jvm.send("on");
      jvm.endInput().awaitEnding();
      assertThat(jvm.stderr())
          .anyMatch(
              line ->
                  line.contains("telemetry.yaml:8")
                      && line.contains("Did you mean 'com.acme.subjects.Language'?"));
    }
  }

  @OnEachJdk
  void floodOfValuesIsCountedTogetherAndMemoryStaysFlat(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk)
            .jvm("-Xmx96m")
            .main("Flood", "10000000", "8")
            .start()
            .awaitReady()) {
      Exposition shown = jvm.metrics();
      assertThat(shown.sum("deployments_started_total")).isEqualTo(10_000_000);
      assertThat(shown.sum("deployments_total", "outcome=success")).isEqualTo(10_000_000);
      assertThat(shown.samples("deployments_started_total").size()).isLessThan(10_100);
      assertThat(shown.has("deployments_started_total", "application=_OTHER")).isTrue();
      assertThat(
              shown.value(
                  "telemetry_agent_label_overflow_total",
                  "metric=deployments_total",
                  "label=application"))
          .isGreaterThan(9_980_000);
      assertThat(jvm.stderr().stream().filter(line -> line.contains("_OTHER")).count())
          .isEqualTo(2); // one for each label
    }
  }
}
