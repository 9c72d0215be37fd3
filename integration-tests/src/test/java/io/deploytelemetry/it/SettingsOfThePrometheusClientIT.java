package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application's settings for its own Prometheus client, in each of the five places where that
 * client looks, with another port and with a key at which the client would throw.
 */
class SettingsOfThePrometheusClientIT {

  private static final String PORT = "io.prometheus.exporter.http_server.port";
  private static final String BOGUS = "io.prometheus.no_such_setting";

  @OnEachJdk
  void systemPropertiesDoNotReachTheAgent(Jdk jdk) throws IOException {
    int foreign = Http.freePort();
    assertUndisturbed(
        JvmLaunch.withAgent(jdk).jvm("-D" + PORT + "=" + foreign, "-D" + BOGUS + "=1"), foreign);
  }

  @OnEachJdk
  void theEnvironmentDoesNotReachTheAgent(Jdk jdk) throws IOException {
    int foreign = Http.freePort();
    assertUndisturbed(
        JvmLaunch.withAgent(jdk)
            .env("IO_PROMETHEUS_EXPORTER_HTTP_SERVER_PORT", Integer.toString(foreign))
            .env("IO_PROMETHEUS_NO_SUCH_SETTING", "1"),
        foreign);
  }

  @OnEachJdk
  void aFileNamedByASystemPropertyDoesNotReachTheAgent(Jdk jdk, @TempDir Path directory)
      throws IOException {
    int foreign = Http.freePort();
    Path file = settings(directory, foreign);
    assertUndisturbed(JvmLaunch.withAgent(jdk).jvm("-Dprometheus.config=" + file), foreign);
  }

  @OnEachJdk
  void aFileNamedByTheEnvironmentDoesNotReachTheAgent(Jdk jdk, @TempDir Path directory)
      throws IOException {
    int foreign = Http.freePort();
    Path file = settings(directory, foreign);
    assertUndisturbed(JvmLaunch.withAgent(jdk).env("PROMETHEUS_CONFIG", file.toString()), foreign);
  }

  @OnEachJdk
  void aFileOnTheClassPathDoesNotReachTheAgent(Jdk jdk, @TempDir Path directory)
      throws IOException {
    int foreign = Http.freePort();
    settings(directory, foreign);
    assertUndisturbed(
        JvmLaunch.withAgent(jdk)
            .classPath(directory, Artifacts.subjects(), Artifacts.annotations()),
        foreign);
  }

  private static Path settings(Path directory, int port) throws IOException {
    return Files.write(
        directory.resolve("prometheus.properties"), List.of(PORT + "=" + port, BOGUS + "=1"));
  }

  private static void assertUndisturbed(JvmLaunch launch, int foreign) {
    try (ForkedJvm jvm = launch.main("OneDeployment").start()) {
      assertThat(jvm.awaitReady().port()).isNotEqualTo(foreign);
      assertThat(jvm.metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(Http.isServed(foreign)).isFalse();
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
