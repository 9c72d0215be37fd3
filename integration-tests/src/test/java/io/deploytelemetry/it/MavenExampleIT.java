package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Programs;
import io.deploytelemetry.it.harness.Promtool;
import io.deploytelemetry.it.harness.Pushgateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn deploy:deploy-file} under the rule of {@code examples/maven}, against the files in the
 * repository. Where mvn is not on the PATH the test is skipped, but never with CI=true.
 */
class MavenExampleIT {

  private static final String MOJO =
      "org.apache.maven.plugins:maven-deploy-plugin:%s:deploy-file"
          .formatted(System.getProperty("it.maven-deploy-plugin", "3.1.4"));

  private static final String FAILED = "org.apache.maven.plugin.MojoExecutionException";

  @TempDir private Path folder;

  @OnMatrix
  void figuresAreThoseOfTheRepository(Jdk jdk) throws Exception {
    Path artifact = Files.writeString(folder.resolve("website.zip"), "the site");
    Path repository = folder.resolve("repository");
    assertThat(deploy(jdk, artifact, "1.0", repository).exitCode()).isZero();
    assertThat(deploy(jdk, artifact, "1.1", repository).exitCode()).isZero();
    assertThat(deploy(jdk, folder.resolve("missing.zip"), "1.2", repository).exitCode())
        .isEqualTo(1);
    assertThat(deploy(jdk, artifact, "1.3", artifact.resolve("no-folder")).exitCode()).isEqualTo(1);
    assertThat(deploy(jdk, artifact, "1.4", repository, "-Dmaven.deploy.file.skip=true").exitCode())
        .isZero();

    String text = Files.readString(metrics());
    Promtool.assertAccepts(text);
    Exposition shown = Exposition.parse(text);
    assertThat(shown.value("deployments_started_total", labels())).isEqualTo(5);
    assertThat(shown.value("deployments_total", labels("outcome=success")))
        .isEqualTo(deployed(repository).size())
        .isEqualTo(2);
    assertThat(shown.value("deployments_total", labels("outcome=failure"))).isEqualTo(2);
    assertThat(shown.value("deployments_total", labels("outcome=skip"))).isEqualTo(1);
    assertThat(shown.value("deployment_errors_total", labels("error_type=" + FAILED))).isEqualTo(2);
    assertThat(shown.samples("deployment_info")).hasSize(1);
    assertThat(Files.readString(repository.resolve("com/acme/website/maven-metadata.xml")))
        .contains("<release>1.1</release>");
    assertThat(shown.value("deployment_info", labels("version=1.1"))).isEqualTo(1);
  }

  @OnMatrix
  void aRunOfTheExampleEndsInAGateway(Jdk jdk) throws IOException {
    Path artifact = Files.writeString(folder.resolve("website.zip"), "the site");
    try (Pushgateway gateway = Pushgateway.start(folder)) {
      String options = "push.gateway=" + gateway.url();
      assertThat(deployWith(jdk, options, artifact, "1.0", folder.resolve("repository")).exitCode())
          .isZero();
      assertThat(gateway.metrics().value("deployment_info", labels("version=1.0"))).isEqualTo(1);
    }
  }

  private static List<String> deployed(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.endsWith(".zip"))
          .toList();
    }
  }

  private static String[] labels(String... further) {
    List<String> labels =
        new ArrayList<>(
            List.of(
                "application=website",
                "environment=production",
                "provider=maven",
                "repository=releases"));
    labels.addAll(List.of(further));
    return labels.toArray(String[]::new);
  }

  private Path metrics() {
    return folder.resolve("maven.prom");
  }

  private Ending deploy(
      Jdk jdk, Path artifact, String version, Path repository, String... further) {
    return deployWith(jdk, "push.textfile=" + metrics(), artifact, version, repository, further);
  }

  private Ending deployWith(
      Jdk jdk, String push, Path artifact, String version, Path repository, String... further) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.onPath("mvn", "Apache Maven").toString(),
                "-B",
                "-ntp",
                MOJO,
                "-DgroupId=com.acme",
                "-DartifactId=website",
                "-Dversion=" + version,
                "-Dfile=" + artifact,
                "-DrepositoryId=releases",
                "-Durl=" + repository.toUri()));
    String localRepository = System.getProperty("it.local-repository", "");
    if (!localRepository.isEmpty()) {
      command.add("-Dmaven.repo.local=" + localRepository);
    }
    command.addAll(List.of(further));
    String options = "port=0,config=" + Artifacts.exampleRules("maven") + "," + push;
    JvmLaunch launch =
        JvmLaunch.plain(jdk)
            .in(folder)
            .env("JAVA_HOME", jdk.home().toString())
            .env("MAVEN_OPTS", JvmLaunch.javaagent(options))
            .env("DEPLOY_ENV", "production");
    try (ForkedJvm maven = launch.startTool(command)) {
      return maven.endInput().awaitEnding();
    }
  }
}
