package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationIT {

  @OnEachJdk
  void javaLangIsAsClosedToTheApplicationAsWithoutTheAgent(Jdk jdk) {
    jdk.assumeAtLeast(17, "strong encapsulation");
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Intruder").start()) {
      jvm.awaitReady();
      assertThat(jvm.stdout()).contains("java.lang.reflect.InaccessibleObjectException");
    }
  }

  @OnEachJdk
  void theAgentsClassesCannotBeFoundByTheApplication(Jdk jdk, @TempDir Path directory)
      throws IOException {
    List<String> hidden = hiddenClasses();
    assertThat(hidden).hasSizeGreaterThan(100);
    Path names = Files.write(directory.resolve("names"), hidden);
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Intruder", names.toString()).start()) {
      jvm.awaitReady().port();
      assertThat(jvm.stdout()).noneMatch(line -> line.startsWith("found "));
    }
  }

  @OnEachJdk
  void theAgentWorksWhereverItsJarIs(Jdk jdk, @TempDir Path directory) throws IOException {
    Path odd = Files.createDirectory(directory.resolve("a b+%41#ö"));
    Path jar = Files.copy(Artifacts.agent(), odd.resolve("telemetry 1.jar"));
    JvmLaunch launch =
        JvmLaunch.plain(jdk).jvm("-javaagent:" + jar + "=port=0").main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
    }
  }

  @Test
  void onlyTheEntryAndItsLoaderAreOnTheApplicationsClassPath() throws IOException {
    try (JarFile jar = new JarFile(Artifacts.agent().toFile())) {
      List<String> visible =
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class"))
              .filter(name -> !name.startsWith("META-INF/"))
              .toList();
      assertThat(visible)
          .hasSizeBetween(1, 4)
          .allMatch(name -> name.startsWith("io/deploytelemetry/"));
    }
  }

  @OnEachJdk
  void theApplicationsOwnServerWorksAsWithoutTheAgent(Jdk jdk) {
    try (ForkedJvm without = JvmLaunch.plain(jdk).main("OwnServer").start();
        ForkedJvm with = JvmLaunch.withAgent(jdk).main("OwnServer").start()) {
      for (ForkedJvm jvm : List.of(without, with)) {
        Reply reply = Http.get(ownPort(jvm.awaitReady().stdout().get(0)), "/");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("the application's own");
      }
      assertThat(with.get("/health/live").status()).isEqualTo(200);
    }
  }

  @OnEachJdk
  void theApplicationsSettingsOfTheJdksServerTakeEffect(Jdk jdk) {
    try (ForkedJvm without = JvmLaunch.plain(jdk).main("OwnServer").start();
        ForkedJvm with = JvmLaunch.withAgent(jdk).main("OwnServer").start()) {
      int ownWith = ownPort(with.awaitReady().stdout().get(0));
      int ownWithout = ownPort(without.awaitReady().stdout().get(0));
      assertThat(statusForManyHeaders(ownWith)).isEqualTo(statusForManyHeaders(ownWithout));
    }
  }

  @OnEachJdk
  void theyDoEvenWhenTheAgentServesAlready(Jdk jdk) {
    try (ForkedJvm without = JvmLaunch.plain(jdk).main("OwnServer").start();
        ForkedJvm with = JvmLaunch.withAgent(jdk).main("OwnServer", "late").start()) {
      assertThat(with.awaitReady().get("/health/live").status()).isEqualTo(200);
      int ownWith = ownPort(with.ask("go on"));
      int ownWithout = ownPort(without.awaitReady().stdout().get(0));
      assertThat(statusForManyHeaders(ownWith)).isEqualTo(statusForManyHeaders(ownWithout));
    }
  }

  /** The application's server takes 20 headers at most where it knows that limit. */
  private static int statusForManyHeaders(int port) {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      headers.addAll(List.of("X-Header-" + i, "value"));
    }
    return Http.statusOrCut(port, "/", headers.toArray(String[]::new));
  }

  private static int ownPort(String line) {
    return Integer.parseInt(line.substring("port ".length()));
  }

  /** What is in the first pack of the jar, and some of what is in each of the others. */
  private static List<String> hiddenClasses() throws IOException {
    Stream<String> started =
        Files.readAllLines(Path.of("../agent/src/assembly/start.classes")).stream()
            .filter(name -> !name.startsWith("java/lang/")) // the bridge is for every loader
            .map(name -> name.replace('/', '.'));
    Stream<String> others =
        Stream.of(
            "io.deploytelemetry.agent.bridge.TelemetryBridge",
            "io.deploytelemetry.agent.cli.CommandLineTool",
            "io.deploytelemetry.agent.http.TelemetryServer",
            "io.prometheus.metrics.expositionformats.ExpositionFormats",
            "io.prometheus.metrics.model.registry.PrometheusRegistry",
            "org.apache.commons.cli.Options",
            "org.snakeyaml.engine.v2.api.Load",
            "reactor.core.publisher.MeasuredMono");
    return Stream.concat(started, others).toList();
  }
}
