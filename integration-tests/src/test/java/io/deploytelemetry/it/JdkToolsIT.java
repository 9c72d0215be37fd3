package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the JDK that inherit the agent from the environment. */
class JdkToolsIT {

  private static final Predicate<String> PICKED_UP = line -> line.startsWith("Picked up ");

  @OnEachJdk
  void keytoolIsLeftAlone(Jdk jdk, @TempDir Path directory) {
    assertLeftAlone(
        jdk,
        "keytool",
        "-genkeypair",
        "-keystore",
        directory.resolve("keys").toString(),
        "-storepass",
        "changeit",
        "-keypass",
        "changeit",
        "-alias",
        "a",
        "-dname",
        "CN=a",
        "-keyalg",
        "EC");
  }

  @OnEachJdk
  void javacIsLeftAlone(Jdk jdk, @TempDir Path directory) throws IOException {
    Path source = Files.writeString(directory.resolve("A.java"), "class A {}");
    assertLeftAlone(jdk, "javac", "-d", directory.toString(), source.toString());
    assertThat(directory.resolve("A.class")).exists();
  }

  @OnEachJdk
  void jpsAndJcmdAreLeftAlone(Jdk jdk) {
    assertLeftAlone(jdk, "jps", "-q");
    assertLeftAlone(jdk, "jcmd", "-l");
  }

  private static void assertLeftAlone(Jdk jdk, String... command) {
    JvmLaunch environment =
        JvmLaunch.plain(jdk).env("JAVA_TOOL_OPTIONS", JvmLaunch.javaagent("port=0"));
    try (ForkedJvm tool = environment.startTool(List.of(command))) {
      Ending ending = tool.endInput().awaitEnding();
      assertThat(ending.exitCode()).isZero();
      assertThat(ending.stdout()).noneMatch(line -> line.contains("[telemetry]"));
      assertThat(ending.stderr())
          .filteredOn(PICKED_UP.negate())
          .noneMatch(line -> line.contains("[telemetry]"));
    }
  }
}
