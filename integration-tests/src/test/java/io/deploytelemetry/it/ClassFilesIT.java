package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Class files older and newer than the agent's own. */
class ClassFilesIT {

  private static final String APPLICATION =
      """
      package com.acme.subjects;

      import io.deploytelemetry.annotations.Deployment;

      public final class AnyVersion {
        public static void main(String[] args) {
          Stage.check(deploy(5) == 10);
          Stage.check(deploy(-1) == -1);
          Stage.pause();
        }

        @Deployment(application = "any-version")
        static int deploy(int n) {
          int sum = 0;
          try {
            if (n < 0) {
              throw new IllegalArgumentException();
            }
            for (int i = 0; i < n; i++) {
              long doubled = 2L * i;
              sum += doubled / 2;
            }
          } catch (IllegalArgumentException e) {
            sum = -1;
          } finally {
            Stage.say("deployed");
          }
          return sum;
        }
      }
      """;

  @OnEachJdk
  void classFilesFromJava5OnAreCounted(Jdk jdk, @TempDir Path directory) throws IOException {
    Path classes = sources().compileTo(directory);
    for (int version : new int[] {49, 50, 51, 52}) {
      declareVersion(classes, version);
      assertCounted(jdk, classes);
    }
  }

  @OnEachJdk
  void classFilesOfTheNewestVersionTheJvmKnowsAreCounted(Jdk jdk, @TempDir Path directory)
      throws IOException {
    sources().compileTo(directory);
    Path newest = Files.createDirectory(directory.resolve("newest"));
    String classPath = Artifacts.path(List.of(Artifacts.subjects(), Artifacts.annotations()));
    Path source = directory.resolve("sources/com/acme/subjects/AnyVersion.java");
    List<String> javac =
        List.of("javac", "-cp", classPath, "-d", newest.toString(), source.toString());
    try (ForkedJvm compiler = JvmLaunch.plain(jdk).startTool(javac)) {
      assertThat(compiler.awaitEnding().exitCode()).isZero();
    }
    assertCounted(jdk, newest);
  }

  private static Sources sources() {
    return new Sources()
        .classPath(List.of(Artifacts.subjects()))
        .file("com/acme/subjects/AnyVersion.java", APPLICATION);
  }

  /** Writes another major version into the class file; the code in it needs nothing newer. */
  private static void declareVersion(Path classes, int version) throws IOException {
    Path file = classes.resolve("com/acme/subjects/AnyVersion.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = (byte) version;
    Files.write(file, bytes);
  }

  private static void assertCounted(Jdk jdk, Path classes) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .classPath(classes, Artifacts.subjects(), Artifacts.annotations())
            .main("AnyVersion");
    try (ForkedJvm jvm = launch.start()) {
      Exposition metrics = jvm.awaitReady().metrics();
      assertThat(metrics.value("deployments_started_total", "application=any-version"))
          .isEqualTo(2);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
