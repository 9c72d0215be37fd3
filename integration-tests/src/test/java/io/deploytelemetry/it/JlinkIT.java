package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A Java runtime that somebody has put together for one application. */
class JlinkIT {

  @TempDir private Path directory;

  @OnEachJdk
  void metricsAreServedByARuntimeThatHasNoHttpServer(Jdk jdk) {
    Jdk linked = link(jdk, "java.base,java.instrument,java.management");
    try (ForkedJvm jvm = JvmLaunch.withAgent(linked).main("OneDeployment").start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(jvm.metrics().has("jvm_runtime_info")).isTrue();
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void aRuntimeWithNoMoreThanAgentsNeedMissesTheJvmsMetricsOnly(Jdk jdk) {
    Jdk linked = link(jdk, "java.base,java.instrument");
    try (ForkedJvm jvm = JvmLaunch.withAgent(linked).main("OneDeployment").start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(jvm.get("/status").status()).isEqualTo(200);
      assertThat(jvm.awaitStderr(line -> line.contains("java.management")))
          .startsWith("[telemetry] ");
      assertThat(jvm.stderr()).hasSize(2);
    }
  }

  private Jdk link(Jdk jdk, String modules) {
    jdk.assumeAtLeast(11, "jlink (tested from 11 on)");
    assumeTrue(Files.isDirectory(jdk.home().resolve("jmods")), "this JDK has no modules to link");
    Path image = directory.resolve("image");
    List<String> jlink =
        List.of("jlink", "--add-modules", modules, "--output", image.toString());
    try (ForkedJvm linking = JvmLaunch.plain(jdk).startTool(jlink)) {
      Ending ending = linking.awaitEnding();
      assertThat(ending.exitCode()).as(String.join("\n", ending.stdout())).isZero();
    }
    return new Jdk(image, jdk.version());
  }
}
