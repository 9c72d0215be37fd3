package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM initialises once is left for the application's main method to decide on. */
class StartOrderIT {

  private static final String LATE_MANAGER =
      """
      package com.acme.late;

      public class LateManager extends java.util.logging.LogManager {}
      """;

  @OnEachJdk
  void theApplicationsLogManagerIsUsed(Jdk jdk) {
    assertSays(JvmLaunch.withAgent(jdk).main("OwnLogManager"), "log manager Manager");
  }

  @OnEachJdk
  void aLogManagerThatIsNamedWhenTheAgentServesAlreadyIsUsed(Jdk jdk) {
    assertSaysLate(JvmLaunch.withAgent(jdk).main("OwnLogManager", "late"), "log manager Manager");
  }

  @OnEachJdk
  void aBuilderOfMBeanServersThatIsNamedWhenTheAgentServesAlreadyIsUsed(Jdk jdk) {
    assertSaysLate(
        JvmLaunch.withAgent(jdk).main("OwnMBeanServer", "late"), "own MBean server true");
  }

  @OnEachJdk
  void theApplicationsLogManagerIsUsedWhenLoggingIsConfigured(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path configuration =
        Files.write(directory.resolve("logging.properties"), List.of(".level=WARNING"));
    assertSays(
        JvmLaunch.withAgent(jdk)
            .jvm("-Djava.util.logging.config.file=" + configuration)
            .main("OwnLogManager"),
        "log manager Manager");
  }

  @OnEachJdk
  void aLogManagerThatOnlyTheMainMethodCanFindIsUsed(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path classes =
        new Sources().file("com/acme/late/LateManager.java", LATE_MANAGER).compileTo(directory);
    assertSays(
        JvmLaunch.withAgent(jdk)
            .jvm("-Djava.util.logging.manager=com.acme.late.LateManager")
            .main("LateLogManager", classes.toString()),
        "log manager LateManager");
  }

  @OnEachJdk
  void theApplicationsBuilderOfMBeanServersIsUsed(Jdk jdk) {
    assertSays(JvmLaunch.withAgent(jdk).main("OwnMBeanServer"), "own MBean server true");
  }

  private static void assertSaysLate(JvmLaunch launch, String line) {
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      await().atMost(Duration.ofSeconds(10)).until(() -> jvm.metrics().has("jvm_runtime_info"));
      assertThat(jvm.ask("go on")).isEqualTo(line);
    }
  }

  private static void assertSays(JvmLaunch launch, String line) {
    try (ForkedJvm jvm = launch.start()) {
      jvm.awaitReady();
      assertThat(jvm.stdout()).contains(line);
      assertThat(jvm.metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
