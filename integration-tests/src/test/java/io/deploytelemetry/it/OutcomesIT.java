package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sample;
import java.util.Map;
import java.util.TreeMap;

class OutcomesIT {

  @OnEachJdk
  void exceptionsDecideTheOutcomeAndNameTheErrorType(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Outcomes").start()) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(outcomes(metrics, "failure")).isEqualTo(Map.of("failure", 3.0));
      assertThat(errors(metrics, "failure"))
          .isEqualTo(
              Map.of(
                  "java.lang.IllegalStateException", 1.0,
                  "java.io.IOException", 1.0,
                  "com.acme.subjects.Outcomes$Refused", 1.0));
      assertThat(outcomes(metrics, "error")).isEqualTo(Map.of("error", 2.0));
      assertThat(errors(metrics, "error"))
          .isEqualTo(Map.of("java.lang.AssertionError", 1.0, "java.lang.StackOverflowError", 1.0));
      assertThat(outcomes(metrics, "timeout")).isEqualTo(Map.of("timeout", 3.0));
      assertThat(errors(metrics, "timeout"))
          .isEqualTo(
              Map.of(
                  "java.util.concurrent.TimeoutException", 1.0,
                  "java.net.SocketTimeoutException", 1.0,
                  "com.acme.subjects.Outcomes$SlowCluster", 1.0));
      assertThat(outcomes(metrics, "cancellation")).isEqualTo(Map.of("cancellation", 3.0));
      assertThat(errors(metrics, "cancellation")).isEmpty();
    }
  }

  @OnEachJdk
  void wrappersOfFuturesAndReflectionAreLookedThroughAndNoOthers(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Outcomes").start()) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(outcomes(metrics, "unwrapped"))
          .isEqualTo(Map.of("failure", 6.0, "timeout", 1.0, "error", 1.0));
      assertThat(errors(metrics, "unwrapped"))
          .isEqualTo(
              Map.of(
                  "java.io.IOException", 5.0,
                  "java.util.concurrent.CompletionException", 1.0,
                  "java.util.concurrent.TimeoutException", 1.0,
                  "java.lang.AssertionError", 1.0));
      assertThat(errors(metrics, "kept")).isEqualTo(Map.of("java.lang.RuntimeException", 1.0));
    }
  }

  @OnEachJdk
  void resultsDecideTheOutcomeWhereNothingIsThrown(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Outcomes").start()) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(outcomes(metrics, "boolean")).isEqualTo(Map.of("success", 1.0, "failure", 1.0));
      assertThat(errors(metrics, "boolean")).isEqualTo(Map.of("false", 1.0));
      assertThat(outcomes(metrics, "boxed")).isEqualTo(Map.of("success", 1.0, "failure", 1.0));
      assertThat(outcomes(metrics, "string"))
          .isEqualTo(
              Map.of(
                  "success", 6.0,
                  "failure", 6.0,
                  "error", 2.0,
                  "timeout", 2.0,
                  "cancellation", 3.0,
                  "skip", 3.0,
                  "unknown", 1.0));
      assertThat(errors(metrics, "string")).containsEntry("FAILED", 1.0).hasSize(10);
      assertThat(outcomes(metrics, "enum"))
          .isEqualTo(
              Map.of(
                  "success", 1.0,
                  "failure", 1.0,
                  "error", 1.0,
                  "timeout", 1.0,
                  "cancellation", 1.0,
                  "skip", 1.0,
                  "unknown", 1.0));
      assertThat(errors(metrics, "enum"))
          .isEqualTo(Map.of("FAILED", 1.0, "TIMED_OUT", 1.0, "INTERNAL_ERROR", 1.0));
      assertThat(outcomes(metrics, "object")).isEqualTo(Map.of("success", 1.0, "failure", 3.0));
      assertThat(outcomes(metrics, "int")).isEqualTo(Map.of("success", 1.0));
      assertThat(outcomes(metrics, "void")).isEqualTo(Map.of("success", 1.0));
    }
  }

  @OnEachJdk
  void aConstantOutcomeIgnoresTheResultButNoException(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Outcomes").start()) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(outcomes(metrics, "constant")).isEqualTo(Map.of("success", 1.0));
      assertThat(outcomes(metrics, "constant-thrown")).isEqualTo(Map.of("failure", 1.0));
    }
  }

  @OnEachJdk
  void rollbacksAndHealthChecksAreJudgedAlike(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Outcomes").start()) {
      Exposition metrics = jvm.awaitReady().metrics();
      for (String outcome : new String[] {"success", "failure"}) {
        assertThat(
                metrics.value(
                    "rollbacks_total",
                    "application=shop",
                    "strategy=direct",
                    "reason=health_check",
                    "outcome=" + outcome))
            .isEqualTo(1);
        assertThat(
                metrics.value(
                    "health_checks_total",
                    "application=shop",
                    "check=database",
                    "group=live",
                    "outcome=" + outcome))
            .isEqualTo(1);
      }
      assertThat(metrics.value("rollback_errors_total", "application=shop", "error_type=false"))
          .isEqualTo(1);
      assertThat(metrics.value("health_check_status", "check=database")).isZero();
    }
  }

  @OnEachJdk
  void anEnumConstantThatIsNoWordIsListedInTheStatus(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Outcomes").start()) {
      jvm.awaitReady();
      assertThat(jvm.get("/status").json().toString()).contains("PURPLE");
    }
  }

  private static Map<String, Double> outcomes(Exposition metrics, String application) {
    return counts(metrics, "deployments_total", application, "outcome");
  }

  private static Map<String, Double> errors(Exposition metrics, String application) {
    return counts(metrics, "deployment_errors_total", application, "error_type");
  }

  private static Map<String, Double> counts(
      Exposition metrics, String name, String application, String label) {
    Map<String, Double> counts = new TreeMap<>();
    for (Sample sample : metrics.samples(name, "application=" + application)) {
      if (sample.value() != 0) {
        counts.put(sample.labels().get(label), sample.value());
      }
    }
    return counts;
  }
}
