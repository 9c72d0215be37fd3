package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Expected;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;

class AnnotationsAbsentIT {

  @OnEachJdk
  void annotatedMethodsAreCountedWithoutTheAnnotationsOnTheClassPath(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).classPath(Artifacts.subjects()).main("Positions");
    try (ForkedJvm jvm = launch.start()) {
      Expected.assertDeployed(jvm.awaitReady());
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void attributesOfAbsentAnnotationsAreRead(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).classPath(Artifacts.subjects()).main("Labels");
    try (ForkedJvm jvm = launch.start()) {
      assertThat(
              jvm.awaitReady()
                  .metrics()
                  .value(
                      "deployments_started_total",
                      "application=from-class",
                      "environment=staging",
                      "provider=kubernetes",
                      "strategy=rolling"))
          .isEqualTo(1);
    }
  }
}
