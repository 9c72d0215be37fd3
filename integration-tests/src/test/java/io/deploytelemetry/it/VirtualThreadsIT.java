package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;

/** An application that has virtual threads only. */
class VirtualThreadsIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @OnEachJdk
  void stagesThatEndOnAHundredThousandOfThemAreCounted(Jdk jdk) {
    jdk.assumeAtLeast(21, "virtual threads");
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("VirtualThreads").start().awaitReady()) {
      jvm.ask("stages 100000", jvm::metrics);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                Exposition metrics = jvm.metrics();
                String application = "application=stages";
                assertThat(metrics.value("deployments_started_total", application))
                    .isEqualTo(100_000);
                assertThat(metrics.value("deployments_total", application, "outcome=success"))
                    .isEqualTo(100_000);
                assertThat(metrics.value("deployments_in_progress", application)).isZero();
              });
    }
  }

  @OnEachJdk
  void noneIsPinnedToItsCarrierByWhatWasWoven(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(21, "virtual threads");
    Path recording = directory.resolve("recording.jfr");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm(
                "-XX:StartFlightRecording:jdk.VirtualThreadPinned#threshold=20ms,filename="
                    + recording)
            .main("VirtualThreads");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.ask("park 10000", jvm::metrics);
      jvm.ask("stages 10000", jvm::metrics);
      jvm.ask("pin");
      assertThat(jvm.metrics().value("deployments_started_total", "application=parked"))
          .isEqualTo(10_000);
      jvm.endInput().awaitEnding();
    }
    List<RecordedEvent> pinned =
        RecordingFile.readAllEvents(recording).stream()
            .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
            .filter(event -> !isLoadingAClass(event))
            .toList();
    assertThat(pinned)
        .as("only the one that the application pins itself, which shows that it would be seen")
        .isNotEmpty()
        .allMatch(event -> event.getStackTrace().toString().contains("VirtualThreads$Pinned"));
  }

  @OnEachJdk
  void healthIsAnsweredAndChecksRunWhileNoVirtualThreadCan(Jdk jdk) {
    jdk.assumeAtLeast(21, "virtual threads");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("-Djdk.virtualThreadScheduler.parallelism=1")
            .jvm("-Djdk.virtualThreadScheduler.maxPoolSize=1")
            .main("VirtualThreads");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      await().atMost(SOON).until(() -> jvm.get("/health/ready").status() == 200);
      assertThat(jvm.ask("block")).isEqualTo("did block");
      await().atMost(SOON).until(() -> status(jvm, "virtual").equals("DOWN"));
      double runs = runs(jvm);
      await().atMost(SOON).until(() -> runs(jvm) > runs + 1);
      assertThat(status(jvm, "plain")).isEqualTo("UP");
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(jvm.get("/health/ready").status()).isEqualTo(503);

      jvm.ask("release");
      await().atMost(SOON).until(() -> jvm.get("/health/ready").status() == 200);
    }
  }

  /** Whoever loads a class, once, may have to wait for another thread that loads it. */
  private static boolean isLoadingAClass(RecordedEvent event) {
    return event.getStackTrace().getFrames().stream()
        .anyMatch(frame -> frame.getMethod().getName().equals("loadClass"));
  }

  private static String status(ForkedJvm jvm, String check) {
    JsonNode checks = jvm.get("/health").json().path("checks");
    return checks.path(check).path("status").asText();
  }

  private static double runs(ForkedJvm jvm) {
    return jvm.metrics().value("health_checks_total", "check=plain", "outcome=success");
  }
}
