package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Prometheus' own check of an exposition. Where promtool is not on the PATH the test is skipped,
 * but never with CI=true in the environment.
 */
public final class Promtool {

  private Promtool() {}

  /** Asserts that promtool has nothing to say about a scrape. */
  public static void assertAccepts(String exposition) throws IOException, InterruptedException {
    Optional<Path> promtool =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(directory -> Path.of(directory, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        promtool.isPresent() || "true".equals(System.getenv("CI")),
        "promtool is not on the PATH; it comes with Prometheus");
    assertThat(promtool).as("promtool on the PATH, which CI must have").isPresent();
    Process process =
        new ProcessBuilder(promtool.get().toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(exposition.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).as("what promtool says").isEmpty();
    assertThat(process.waitFor()).as("promtool's exit code").isZero();
  }
}
