package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.NestedJar;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** An executable jar of Spring Boot, whose loader reads classes out of jars in the jar. */
class SpringBootJarIT {

  @TempDir private Path directory;

  @OnEachJdk
  void ofSpringBoot2(Jdk jdk) throws IOException {
    assertCounted(jdk, "spring-boot-loader", "org.springframework.boot.loader.JarLauncher");
  }

  @OnEachJdk
  void ofSpringBoot3(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(17, "what Spring Boot 3 is written in");
    String launcher = "org.springframework.boot.loader.launch.JarLauncher";
    assertCounted(jdk, "spring-boot-3-loader", launcher);
  }

  private void assertCounted(Jdk jdk, String loader, String launcher) throws IOException {
    Map<String, String> attributes =
        Map.of("Main-Class", launcher, "Start-Class", "com.acme.subjects.OneDeployment");
    Path jar =
        new NestedJar(attributes)
            .unpacked("", Artifacts.tools(loader).get(0))
            .unpacked("BOOT-INF/classes/", Artifacts.subjects())
            .jar("BOOT-INF/lib/", Jars.annotations(directory))
            .write(directory.resolve("application.jar"));
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).jar(jar).start().awaitReady()) {
      assertThat(jvm.metrics().value("deployments_total", "outcome=success")).isEqualTo(1);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
