package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Needs {@code -Pdownloads}, which unpacks whole distributions. */
class ContainerStartIT {

  @OnEachJdk
  void wildFlyWritesTheSameLinesWithTheAgent(Jdk jdk) throws IOException {
    assumeTrue(jdk.version() < 24, "WildFly 26 asks for a security manager, which 24 has no more");
    assertUndisturbed(
        jdk,
        "JAVA_OPTS",
        List.of(
            Artifacts.container("wildfly-").resolve("bin/standalone.sh").toString(),
            "-Djboss.http.port=0",
            "-Djboss.https.port=0",
            "-Djboss.management.http.port=" + Http.freePort(),
            "-Djboss.management.https.port=" + Http.freePort()),
        "WFLYSRV0025");
  }

  @OnEachJdk
  void tomcatWritesTheSameLinesWithTheAgent(Jdk jdk) throws IOException {
    Path tomcat = Artifacts.container("apache-tomcat-");
    Path configuration = tomcat.resolve("conf/server.xml");
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace("port=\"8005\"", "port=\"-1\"")
            .replace("port=\"8080\"", "port=\"0\""));
    Path script = tomcat.resolve("bin/catalina.sh");
    try (Stream<Path> scripts = Files.list(script.getParent())) {
      scripts.forEach(file -> file.toFile().setExecutable(true));
    }
    assertUndisturbed(jdk, "CATALINA_OPTS", List.of(script.toString(), "run"), "Server startup in");
  }

  private static void assertUndisturbed(
      Jdk jdk, String variable, List<String> command, String started) {
    List<String> without = lines(jdk, variable, "-Xmx512m", command, started);
    List<String> with =
        lines(jdk, variable, "-Xmx512m " + JvmLaunch.javaagent("port=0"), command, started);
    assertThat(with)
        .filteredOn(line -> line.startsWith("[telemetry] "))
        .singleElement()
        .asString()
        .contains("serves http://");
    assertThat(with)
        .filteredOn(line -> !line.startsWith("[telemetry] "))
        .containsExactlyInAnyOrderElementsOf(without);
  }

  /** What it writes until it has started, and while it is stopped, without what differs anyway. */
  private static List<String> lines(
      Jdk jdk, String variable, String options, List<String> command, String started) {
    JvmLaunch launch =
        JvmLaunch.plain(jdk)
            .env("JAVA_HOME", jdk.home().toString())
            .env("LAUNCH_JBOSS_IN_BACKGROUND", "1") // so that the script hands signals on
            .env(variable, options);
    try (ForkedJvm container = launch.startTool(command)) {
      container.awaitOutput(line -> line.contains(started));
      if (options.contains("-javaagent")) {
        assertThat(container.get("/health/ready").status()).isEqualTo(200);
      }
      Ending ending = container.terminate().awaitEnding();
      List<String> lines = new ArrayList<>(ending.stdout());
      lines.addAll(ending.stderr());
      return lines.stream()
          .filter(line -> !line.contains(variable) && !line.contains("-Xmx512m"))
          .filter(line -> !line.contains("Command line argument: -javaagent:"))
          .map(line -> line.startsWith("[telemetry] ") ? line : withoutChance(line))
          .toList();
    }
  }

  /** Times, threads, ports and colours. */
  private static String withoutChance(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "")
        .replaceAll("\\([^)]*\\)|\\[[^]]*]", "")
        .replaceAll("[0-9]+(-[A-Za-z]{3}-[0-9]+)?", "N")
        .trim();
  }
}
