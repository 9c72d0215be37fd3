package io.deploytelemetry.it;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Expected;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class WovenPositionsIT {

  @OnEachJdk
  void methodsInEveryPositionAreCountedAndReturnWhatTheyReturned(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Positions").start()) {
      Expected.assertDeployed(jvm.awaitReady());
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void recordsSealedTypesAndPrivateInterfaceMethodsAreCounted(Jdk jdk, @TempDir Path directory)
      throws IOException {
    jdk.assumeAtLeast(17, "sealed types");
    Path classes =
        new Sources()
            .release(17)
            .classPath(List.of(Artifacts.subjects()))
            .file("com/acme/subjects/ModernPositions.java", MODERN)
            .compileTo(directory);
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .classPath(classes, Artifacts.subjects(), Artifacts.annotations())
            .main("ModernPositions");
    try (ForkedJvm jvm = launch.start()) {
      Expected.assertDeployed(jvm.awaitReady());
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void aMethodWithAsManyParametersAsThereCanBeIsCountedWithTheValueOfTheLast(
      Jdk jdk, @TempDir Path directory) throws IOException {
    String doubles = IntStream.range(0, 126).mapToObj(i -> "double d" + i).collect(joining(", "));
    String ones = Stream.generate(() -> "1.0").limit(126).collect(joining(", "));
    Path classes =
        new Sources()
            .classPath(List.of(Artifacts.subjects()))
            .file("com/acme/subjects/Wide.java", String.format(WIDE, ones, doubles))
            .compileTo(directory);
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("-Xverify:all")
            .classPath(classes, Artifacts.subjects(), Artifacts.annotations())
            .main("Wide");
    try (ForkedJvm jvm = launch.start()) {
      Expected.assertDeployed(jvm.awaitReady());
      assertThat(jvm.metrics().value("deployment_info", "application=wide", "version=127.0"))
          .isEqualTo(1);
    }
  }

  /** An instance, 126 arguments of two words, and two of one: 255 words. */
  private static final String WIDE =
      """
      package com.acme.subjects;

      import io.deploytelemetry.annotations.Deployment;

      public final class Wide {
        public static void main(String[] args) {
          Stage.check(new Wide().deploy(%s, 1, "wide") == 127);
          Stage.expect("wide", 1);
          Stage.pause();
        }

        @Deployment(application = "{127}", version = "{result}", targets = "{d125}")
        double deploy(%s, int more, String last) {
          last = null;
          return d125 + d0 * 125 + more;
        }
      }
      """;

  private static final String MODERN =
      """
      package com.acme.subjects;

      import io.deploytelemetry.annotations.Deployment;

      public final class ModernPositions {

        record Release(String name, long size) implements Comparable<Release> {
          Release {
            if (size < 0) {
              throw new IllegalArgumentException();
            }
          }

          @Deployment(application = "record")
          Release grown() {
            return new Release(name, size + 1);
          }

          @Override
          @Deployment(application = "record-accessor")
          public String name() {
            return name;
          }

          @Deployment(application = "record-static")
          static Release empty() {
            return new Release("", 0);
          }

          @Override
          @Deployment(application = "record-bridge")
          public int compareTo(Release other) {
            return Long.compare(size, other.size);
          }
        }

        sealed interface Target permits Node, Cluster {
          default int roll() {
            return rollPrivately(this);
          }

          @Deployment(application = "interface-private")
          private int rollPrivately(Target target) {
            return switch (target.getClass().getSimpleName()) {
              case "Node" -> 1;
              case "Cluster" -> target instanceof Cluster cluster ? cluster.nodes() : 0;
              default -> throw new IllegalStateException();
            };
          }
        }

        record Node() implements Target {}

        record Cluster(int nodes) implements Target {}

        public static void main(String[] args) {
          Release release = Release.empty().grown();
          Stage.check(release.size() == 1 && release.name().isEmpty());
          Comparable<Release> comparable = release;
          Stage.check(comparable.compareTo(new Release("x", 1)) == 0);
          Stage.expect("record", 1);
          Stage.expect("record-accessor", 1);
          Stage.expect("record-static", 1);
          Stage.expect("record-bridge", 1);
          Stage.check(new Node().roll() + new Cluster(3).roll() == 4);
          Stage.expect("interface-private", 2);
          Stage.check(concatenated("a", 1, 2L, 'c').equals("a-1-2-c"));
          Stage.expect("concatenated", 1);
          var local = new Object() {
            @Deployment(application = "var")
            int deploy() {
              return 5;
            }
          };
          Stage.check(local.deploy() == 5);
          Stage.expect("var", 1);
          Stage.pause();
        }

        @Deployment(application = "concatenated")
        static String concatenated(String a, int b, long c, char d) {
          return a + "-" + b + "-" + c + "-" + d;
        }
      }
      """;
}
