package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sample;
import java.util.List;

class LabelsIT {

  @OnEachJdk
  void valuesComeFromTheMethodThenItsClassThenTheOptions(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(
              metrics.value(
                  "deployments_started_total",
                  "application=from-class",
                  "environment=staging",
                  "provider=kubernetes",
                  "strategy=rolling"))
          .isEqualTo(1);
      assertThat(
              metrics.value(
                  "deployments_started_total",
                  "application=from-method",
                  "environment=staging",
                  "provider=kubernetes",
                  "strategy=canary"))
          .isEqualTo(1);
      assertThat(
              metrics.value(
                  "deployments_started_total",
                  "application=from-option",
                  "environment=test",
                  "provider=bare_metal",
                  "strategy="))
          .isEqualTo(1);
    }
  }

  @OnEachJdk
  void aClassGivesDefaultsOnlyToItsMethodsWithTheSameAnnotation(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(
              jvm.awaitReady()
                  .metrics()
                  .value("rollbacks_started_total", "application=from-option", "strategy="))
          .isEqualTo(2);
    }
  }

  @OnEachJdk
  void aHealthCheckWithoutNameIsNamedAfterItsMethodAndInGroupReady(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(
              jvm.awaitReady()
                  .metrics()
                  .value(
                      "health_checks_total",
                      "application=from-option",
                      "check=ping",
                      "group=ready",
                      "outcome=success"))
          .isEqualTo(1);
    }
  }

  @OnEachJdk
  void placeholdersAreReadFromPropertiesAndTheEnvironment(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(application(metrics, "property")).containsExactly("from-property");
      assertThat(application(metrics, "environment")).containsExactly("from-environment");
      assertThat(application(metrics, "default")).containsExactly("fallback");
      assertThat(application(metrics, "mixed")).containsExactly("team-from-property/x");
      assertThat(application(metrics, "missing")).containsExactly("from-option");
      assertThat(application(metrics, "escaped")).containsExactly("${acme.application}");
    }
  }

  private static List<String> application(Exposition metrics, String strategy) {
    return metrics.samples("deployments_started_total", "strategy=" + strategy).stream()
        .map(Sample::labels)
        .map(labels -> labels.get("application"))
        .toList();
  }

  private static ForkedJvm start(Jdk jdk) {
    return JvmLaunch.withAgent(
            jdk, "port=0,application=from-option,environment=test,provider=bare_metal")
        .jvm("-Dacme.application=from-property")
        .env("ACME_APPLICATION", "from-environment")
        .main("Labels")
        .start();
  }
}
