package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;

class InheritedAnnotationsIT {

  @OnEachJdk
  void annotationsOfAnInterfaceAndASuperclassCountForThoseWhoImplementThem(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Inherited").start()) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(metrics.value("deployments_started_total", "application=interface")).isEqualTo(1);
      assertThat(metrics.value("deployments_started_total", "application=superclass")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void inheritFalseCountsOnlyAnnotatedMethodsThemselves(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,inherit=false").main("Inherited").start()) {
      assertThat(jvm.awaitReady().metrics().sum("deployments_started_total")).isZero();
    }
  }
}
