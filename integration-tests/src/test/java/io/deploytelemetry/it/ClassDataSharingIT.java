package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Expected;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's archives of classes stay in use, and what comes out of them is woven. */
class ClassDataSharingIT {

  private static final String SHARED = "source: shared objects file";

  @OnEachJdk
  void theJdksOwnArchiveStaysInUseAndNothingIsSaid(Jdk jdk, @TempDir Path directory)
      throws IOException {
    jdk.assumeAtLeast(11, "unified logging of class data sharing");
    Path logWithout = directory.resolve("without.log");
    Ending ending =
        JvmLaunch.plain(jdk).jvm("-Xshare:auto", loaded(logWithout)).main("OneDeployment").run();
    assertThat(ending.exitCode()).isZero();
    long without = shared(logWithout);
    assumeTrue(without > 0, jdk + " has no archive of its own");

    Path logWith = directory.resolve("with.log");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk).jvm("-Xshare:auto", loaded(logWith)).main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
      jvm.endInput().awaitEnding();
      assertThat(jvm.stdout()).containsExactly("ready");
      assertThat(jvm.stderr()).hasSize(1);
    }
    assertThat((double) shared(logWith)).isGreaterThan(0.9 * without);
  }

  /**
   * The JVM refuses to dump such an archive with any agent. From 25 on it complains, with any
   * agent, that the archive below it was made without the module that agents need: there the AOT
   * cache is the way.
   */
  @OnEachJdk
  void anArchiveOfTheApplicationStaysInUseAndItsClassesAreCounted(Jdk jdk, @TempDir Path directory)
      throws IOException {
    jdk.assumeAtLeast(17, "the archive made at exit (tested from 17 on)");
    assumeTrue(jdk.version() < 25, "from 25 on the AOT cache takes this archive's place");
    assertReadmeHolds(jdk, directory, "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=");
  }

  @OnEachJdk
  void anAotCacheMadeWithTheAgentIsUsedAndItsClassesAreCounted(Jdk jdk, @TempDir Path directory)
      throws IOException {
    jdk.assumeAtLeast(25, "the AOT cache made in one step");
    assertReadmeHolds(jdk, directory, "-XX:AOTCacheOutput=", "-XX:AOTCache=");
  }

  @OnEachJdk
  void anAotCacheMadeWithoutTheAgentIsUsedAndItsClassesAreCounted(Jdk jdk, @TempDir Path directory)
      throws IOException {
    jdk.assumeAtLeast(25, "the AOT cache made in one step");
    Path cache = directory.resolve("application.aot");
    Path application = application(directory);
    JvmLaunch.plain(jdk)
        .jvm("-XX:AOTCacheOutput=" + cache, "--add-modules=java.instrument")
        .classPath(application)
        .main("Positions")
        .run();
    assertThat(cache).exists();

    Path log = directory.resolve("use.log");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("-XX:AOTCache=" + cache, "--add-modules=java.instrument", loaded(log))
            .classPath(application)
            .main("Positions");
    assertCountedFrom(launch.start(), log);
  }

  /** Runs two lines of the README as they are: the one that makes an archive and one with it. */
  private static void assertReadmeHolds(Jdk jdk, Path directory, String makes, String uses)
      throws IOException {
    application(directory);
    Files.copy(Artifacts.agent(), directory.resolve("telemetry.jar"));
    JvmLaunch launch = JvmLaunch.plain(jdk).in(directory).env("TELEMETRY_PORT", "0");
    try (ForkedJvm jvm = launch.startTool(readme(makes))) {
      assertThat(jvm.endInput().awaitEnding().exitCode()).isZero();
    }
    Path log = directory.resolve("use.log");
    List<String> command = new ArrayList<>(readme(uses));
    command.add(1, loaded(log));
    assertCountedFrom(launch.startTool(command), log);
  }

  private static List<String> readme(String option) throws IOException {
    return Files.readAllLines(Artifacts.ofRepository("README.md")).stream()
        .filter(line -> line.startsWith("java " + option))
        .map(line -> List.of(line.split(" +")))
        .findFirst()
        .orElseThrow();
  }

  private static void assertCountedFrom(ForkedJvm started, Path log) throws IOException {
    try (ForkedJvm jvm = started) {
      Expected.assertDeployed(jvm.awaitReady());
      jvm.endInput().awaitEnding();
      assertThat(jvm.stdout()).allMatch(line -> line.equals("ready") || line.startsWith("expect "));
      assertThat(jvm.stderr()).hasSize(1);
    }
    assertThat(shared(log)).isGreaterThan(300);
  }

  /** Archives take classes from jars only. */
  private static Path application(Path directory) throws IOException {
    return Jars.merge(
        directory.resolve("app.jar"),
        Map.of("Main-Class", "com.acme.subjects.Positions"),
        List.of(Artifacts.subjects(), Artifacts.annotations()));
  }

  private static String loaded(Path log) {
    return "-Xlog:class+load:file=" + log;
  }

  private static long shared(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(SHARED)).count();
    }
  }
}
