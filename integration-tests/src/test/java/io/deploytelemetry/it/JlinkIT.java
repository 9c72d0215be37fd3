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
import java.util.ArrayList;
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
    boolean canLink =
        Files.isDirectory(jdk.home().resolve("jmods"))
            || jlink(jdk, "--help").stdout().stream()
                .anyMatch(line -> line.contains("Linking from run-time image enabled"));
    assumeTrue(canLink, "this JDK has no modules to link");
    Path image = directory.resolve("image");
    Ending ending = jlink(jdk, "--add-modules", modules, "--output", image.toString());
    assertThat(ending.exitCode()).as(ending.toString()).isZero();
    return new Jdk(image, jdk.version());
  }

  private static Ending jlink(Jdk jdk, String... arguments) {
    List<String> command = new ArrayList<>(List.of("jlink"));
    command.addAll(List.of(arguments));
    try (ForkedJvm linking = JvmLaunch.plain(jdk).startTool(command)) {
      return linking.awaitEnding();
    }
  }
}
