package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prometheus' own check of an exposition. Where promtool is not on the PATH the test is skipped,
 * but never with CI=true in the environment.
 */
public final class Promtool {

  private Promtool() {}

  /** Asserts that promtool has nothing to say about a scrape. */
  public static void assertAccepts(String exposition) throws IOException, InterruptedException {
    Path promtool = Programs.onPath("promtool", "Prometheus");
    Process process =
        new ProcessBuilder(promtool.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(exposition.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).as("what promtool says").isEmpty();
    assertThat(process.waitFor()).as("promtool's exit code").isZero();
  }

  /**
   * Asserts that Prometheus loads a configuration, whose rules are beside it, and returns what
   * promtool says.
   */
  public static String assertLoads(Path folder, String configuration)
      throws IOException, InterruptedException {
    String promtool = Programs.onPath("promtool", "Prometheus").toString();
    Path file = folder.resolve("prometheus.yml");
    Files.writeString(
        file,
        configuration.replace(
            Recipes.POD_DISCOVERY, "static_configs:\n      - targets: [pod:19404]"));
    return Programs.outputOf(folder, promtool, "check", "config", file.toString());
  }
}
