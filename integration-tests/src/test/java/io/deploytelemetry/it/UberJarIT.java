package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.io.TempDir;

class UberJarIT {

  @OnEachJdk
  void anAgentMergedIntoAnExecutableJarIsRefusedWithTheReason(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path uber = uberJar(directory);
    assertRefused(JvmLaunch.plain(jdk).jvm("-javaagent:" + uber + "=port=0").jar(uber).run());
  }

  @OnEachJdk
  void anAgentMergedIntoAJarOnTheClassPathIsRefusedWithTheReason(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path uber = uberJar(directory);
    assertRefused(
        JvmLaunch.plain(jdk)
            .jvm("-javaagent:" + uber + "=port=0")
            .classPath(uber)
            .main("OneDeployment")
            .run());
  }

  private static void assertRefused(Ending ending) {
    assertThat(ending.exitCode()).isZero();
    assertThat(ending.stdout()).containsExactly("ready");
    assertThat(ending.stderr()).hasSize(1);
    assertThat(ending.stderr().get(0))
        .startsWith("[telemetry] ")
        .contains("merged", "application's jar", "-javaagent:telemetry.jar")
        .doesNotContain("http://");
  }

  private static Path uberJar(Path directory) throws IOException {
    Map<String, String> attributes = agentsAttributes();
    attributes.put("Main-Class", "com.acme.subjects.OneDeployment");
    return Jars.merge(
        directory.resolve("uber.jar"),
        attributes,
        List.of(Artifacts.subjects(), Artifacts.annotations(), Artifacts.agent()));
  }

  private static Map<String, String> agentsAttributes() throws IOException {
    Map<String, String> attributes = new TreeMap<>();
    try (JarFile jar = new JarFile(Artifacts.agent().toFile())) {
      Attributes all = jar.getManifest().getMainAttributes();
      all.forEach((name, value) -> attributes.put(name.toString(), value.toString()));
    }
    attributes.remove("Manifest-Version");
    return attributes;
  }
}
