package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Programs of the machine that the tests run. */
public final class Programs {

  private Programs() {}

  /**
   * The program of this name on the PATH. Where it is missing the test is skipped, but never with
   * CI=true in the environment.
   */
  public static Path onPath(String name, String whereItComesFrom) {
    Optional<Path> program =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        program.isPresent() || isInCi(),
        name + " is not on the PATH; it comes with " + whereItComesFrom);
    assertThat(program).as(name + " on the PATH, which CI must have").isPresent();
    return program.get();
  }

  /**
   * A folder with a program for Node.js, whose packages have been installed. Where they are missing
   * the test is skipped, but never with CI=true in the environment.
   */
  public static Path installed(Path folder) {
    boolean isInstalled = Files.isDirectory(folder.resolve("node_modules"));
    assumeTrue(
        isInstalled || isInCi(),
        folder + " has no packages; npm ci --prefix " + folder + " fetches them");
    assertThat(isInstalled).as("packages of " + folder + ", which CI must have").isTrue();
    return folder;
  }

  private static boolean isInCi() {
    return "true".equals(System.getenv("CI"));
  }

  /** What a program says that ends by itself, on both streams. It must end with 0. */
  public static String outputOf(Path directory, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }
}
