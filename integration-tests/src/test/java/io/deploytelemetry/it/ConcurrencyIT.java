package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;

class ConcurrencyIT {

  private static final int THREADS = 8;
  private static final int CALLS = 1_000_000;

  @OnMatrix
  void everyOneOfMillionsOfCallsIsCountedWhileBeingScraped(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Crowd").start()) {
      jvm.awaitReady();
      jvm.ask("calls " + THREADS + " " + CALLS, () -> assertConsistent(jvm.metrics()));
      Exposition metrics = jvm.metrics();
      assertCalls(metrics, "deployments", CALLS);
      assertCalls(metrics, "rollbacks", CALLS / 4);
      double checks = (double) THREADS * CALLS / 4;
      double failed = (double) THREADS * thirdOf(CALLS / 4);
      assertThat(metrics.value("health_checks_total", "check=crowd", "outcome=failure"))
          .isEqualTo(failed);
      assertThat(metrics.sum("health_checks_total", "check=crowd")).isEqualTo(checks);
      assertThat(metrics.value("health_check_duration_seconds_count", "check=crowd"))
          .isEqualTo(checks);
      assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  @OnMatrix
  void everyThreadThatIsInsideADeploymentIsInProgress(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Crowd").start()) {
      jvm.awaitReady();
      jvm.ask("park 100");
      Exposition parked = jvm.metrics();
      assertThat(parked.value("deployments_in_progress", "application=parked")).isEqualTo(100);
      assertThat(parked.value("deployments_started_total", "application=parked")).isEqualTo(100);
      assertThat(parked.sum("deployments_total", "application=parked")).isZero();

      jvm.ask("release");
      Exposition released = jvm.metrics();
      assertThat(released.value("deployments_in_progress", "application=parked")).isZero();
      assertThat(released.sum("deployments_total", "application=parked")).isEqualTo(100);
    }
  }

  @OnMatrix
  void shortLivedThreadsAreCountedInLittleMemory(Jdk jdk) {
    assertShortLived(jdk, "platform", jdk.isFirst() ? 100_000 : 20_000);
  }

  @OnMatrix
  void aMillionVirtualThreadsAreCountedInLittleMemory(Jdk jdk) {
    jdk.assumeAtLeast(21, "virtual threads");
    assertShortLived(jdk, "virtual", 1_000_000);
  }

  private static void assertShortLived(Jdk jdk, String kind, int threads) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).jvm("-Xmx64m").main("Crowd").start()) {
      jvm.awaitReady();
      jvm.ask(kind + " " + threads, () -> assertConsistent(jvm.metrics()));
      Exposition metrics = jvm.metrics();
      assertThat(metrics.value("deployments_total", "application=short-lived", "outcome=success"))
          .isEqualTo(threads);
      assertThat(metrics.value("deployments_in_progress", "application=short-lived")).isZero();
    }
  }

  private static void assertCalls(Exposition metrics, String family, int callsOfAThread) {
    double calls = (double) THREADS * callsOfAThread;
    double failed = (double) THREADS * thirdOf(callsOfAThread);
    assertThat(metrics.value(family + "_started_total", "application=crowd")).isEqualTo(calls);
    assertThat(metrics.value(family + "_in_progress", "application=crowd")).isZero();
    assertThat(metrics.sum(family + "_total", "application=crowd")).isEqualTo(calls);
    assertThat(metrics.value(family + "_total", "application=crowd", "outcome=failure"))
        .isEqualTo(failed);
    String one = family.substring(0, family.length() - 1);
    assertThat(
            metrics.value(
                one + "_errors_total",
                "application=crowd",
                "error_type=com.acme.subjects.Crowd$Refused"))
        .isEqualTo(failed);
    assertThat(metrics.sum(one + "_duration_seconds_count", "application=crowd")).isEqualTo(calls);
  }

  private static void assertConsistent(Exposition metrics) {
    for (String family : new String[] {"deployments", "rollbacks"}) {
      for (String application : new String[] {"crowd", "short-lived"}) {
        String[] labels = {"application=" + application};
        assertThat(metrics.sum(family + "_in_progress", labels)).isNotNegative();
        assertThat(metrics.sum(family + "_started_total", labels))
            .isGreaterThanOrEqualTo(metrics.sum(family + "_total", labels));
      }
    }
  }

  /** How many of the first n numbers from 0 on can be divided by three. */
  private static int thirdOf(int n) {
    return (n + 2) / 3;
  }
}
