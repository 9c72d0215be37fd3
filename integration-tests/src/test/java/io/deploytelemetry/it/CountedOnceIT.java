package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Expected;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;

class CountedOnceIT {

  @OnEachJdk
  void callsWithinACallOfTheSameKindAndLabelsAreFoldedAndAllOthersCount(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("CountedOnce").start()) {
      Expected.assertDeployed(jvm.awaitReady());
      assertThat(jvm.metrics().value("rollbacks_started_total", "application=both-kinds"))
          .isEqualTo(1);
    }
  }

  @OnEachJdk
  void aFailureThatPassesThroughTwoFoldedCallsIsOneFailureWithOneError(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("CountedOnce").start()) {
      var metrics = jvm.awaitReady().metrics();
      assertThat(metrics.value("deployments_total", "application=failing", "outcome=failure"))
          .isEqualTo(1);
      assertThat(
              metrics.value(
                  "deployment_errors_total",
                  "application=failing",
                  "error_type=java.lang.IllegalStateException"))
          .isEqualTo(1);
    }
  }
}
