package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class StatusIT {

  @OnEachJdk
  void aFinalizerAndANativeMethodAreLeftAloneAndListedWithTheReason(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Unweavable").start().awaitReady()) {
      assertThat(jvm.metrics().value("deployments_started_total", "application=beside"))
          .isEqualTo(1);
      assertThat(jvm.metrics().sum("deployments_started_total", "application=finalizer")).isZero();
      JsonNode status = jvm.get("/status").json();
      assertThat(reason(status, "finalize")).containsIgnoringCase("finalize");
      assertThat(reason(status, "deployNatively")).containsIgnoringCase("native");
      assertThat(jvm.stderr()).hasSizeLessThanOrEqualTo(3);
    }
  }

  @OnEachJdk
  void methodsThatWouldOutgrowTheCompilerAreLeftAloneAndListed(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path classes =
        new Sources()
            .classPath(List.of(Artifacts.subjects()))
            .file("com/acme/subjects/Huge.java", hugeMethods())
            .compileTo(directory);
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .classPath(classes, Artifacts.subjects(), Artifacts.annotations())
            .main("Huge");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      assertThat(jvm.metrics().value("deployments_started_total", "application=small"))
          .isEqualTo(1);
      assertThat(jvm.metrics().has("deployments_started_total", "application=edge")).isFalse();
      assertThat(jvm.metrics().has("deployments_started_total", "application=full")).isFalse();
      JsonNode status = jvm.get("/status").json();
      assertThat(reason(status, "edge")).contains("8,000");
      assertThat(reason(status, "full")).contains("65,535");
    }
  }

  @OnEachJdk
  void everyWovenMethodIsListed(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start().awaitReady()) {
      String status = jvm.get("/status").json().toString();
      assertThat(status)
          .contains("com.acme.subjects.Console")
          .contains("longDeployment", "rollBack", "database", "alive");
    }
  }

  /**
   * Methods that grow by one instruction of three bytes a statement: one small, one that weaving
   * pushes over HotSpot's limit for compilation, one that it pushes over the class file's limit.
   */
  private static String hugeMethods() {
    return """
    package com.acme.subjects;

    import io.deploytelemetry.annotations.Deployment;

    public final class Huge {
      public static void main(String[] args) {
        Stage.check(small() == 10 && edge() == 2660 && full() == 21840);
        Stage.pause();
      }
    """
        + method("small", 10)
        + method("edge", 2660)
        + method("full", 21_840)
        + "}\n";
  }

  private static String method(String name, int increments) {
    return """
      @Deployment(application = "%s")
      static int %s() {
        int x = 0;
        %s
        return x;
      }
    """
        .formatted(name, name, "x++;".repeat(increments));
  }

  /** The reason that the status gives for a method, from whichever list the method is in. */
  private static String reason(JsonNode status, String method) {
    return status.findParents("reason").stream()
        .filter(entry -> entry.toString().contains(method))
        .map(entry -> entry.path("reason").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no reason for " + method + " in " + status));
  }
}
