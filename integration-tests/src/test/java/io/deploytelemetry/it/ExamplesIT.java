package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.Programs;
import io.deploytelemetry.it.harness.Promtool;
import io.deploytelemetry.it.harness.Recipes;
import io.deploytelemetry.it.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes in {@code examples}: what they name exists, and what can be run of them runs. */
class ExamplesIT {

  private static final Pattern VARIABLE = Pattern.compile("\\bTELEMETRY_[A-Z_]+\\b");
  private static final Pattern AGENT_ARGUMENTS =
      Pattern.compile("-javaagent:[^\\s=]+\\.jar=(\\S+)");

  @TempDir private Path folder;

  @Test
  void everyYamlFileCanBeRead() throws IOException {
    for (Path file : Recipes.files()) {
      if (file.toString().matches(".*\\.ya?ml")) {
        assertThat(Recipes.documents(file)).as(file.toString()).isNotEmpty();
      }
    }
  }

  @Test
  void everyOptionThatIsNamedExists() throws IOException {
    Set<String> options = Recipes.options().keySet();
    List<String> variables = options.stream().map(ExamplesIT::variable).toList();
    List<Path> files = new ArrayList<>(Recipes.files());
    files.add(Artifacts.ofRepository("docs/scaling.md"));
    for (Path file : files) {
      String text = Files.readString(file);
      assertThat(variables).as(file.toString()).containsAll(Recipes.matches(VARIABLE, text));
      for (String arguments : Recipes.matches(AGENT_ARGUMENTS, text)) {
        for (String argument : arguments.split(",")) {
          assertThat(options).as(file + ": " + arguments).contains(argument.split("=")[0]);
        }
      }
    }
  }

  @OnFirstJdk
  void prometheusLoadsItsConfigurationAndTheExportedRules(Jdk jdk) throws Exception {
    Tool.run(jdk, "export", "alerts", folder.resolve("rules").toString());
    for (String recipe : List.of("prometheus/prometheus.yml", "compose/prometheus.yml")) {
      String said = Promtool.assertLoads(folder, Files.readString(Recipes.file(recipe)));
      assertThat(said).contains("2 rule files found");
    }
  }

  @Test
  void whatTheComposeFileMountsAndAsksForIsThere() throws IOException {
    Path compose = Recipes.file("compose/compose.yaml");
    JsonNode services = Recipes.documents(compose).get(0).path("services");
    for (JsonNode service : services) {
      for (JsonNode volume : service.path("volumes")) {
        Path source = compose.resolveSibling(volume.asText().split(":")[0]).normalize();
        assertThat(source).as("mounted by the compose file").exists();
      }
    }
    JsonNode prometheus = Recipes.documents(Recipes.file("compose/prometheus.yml")).get(0);
    assertThat(prometheus.at("/scrape_configs/0/static_configs/0/targets/0").asText())
        .isEqualTo("deployer:" + Recipes.options().get("port"));
    assertThat(prometheus.at("/alerting/alertmanagers/0/static_configs/0/targets/0").asText())
        .isEqualTo("alertmanager:9093");
    assertThat(provisioned("datasources/prometheus.yaml").at("/datasources/0/url").asText())
        .isEqualTo("http://prometheus:9090");
    assertThat(services.fieldNames())
        .toIterable()
        .contains("deployer", "alertmanager", "prometheus");
    String dashboards =
        provisioned("dashboards/deployment-telemetry.yaml")
            .at("/providers/0/options/path")
            .asText();
    assertThat(services.at("/grafana/volumes").toString())
        .contains(dashboards + "/deployments.json", dashboards + "/health.json")
        .contains(dashboards + "/jvm.json");
  }

  @OnEachJdk
  void theServiceTellsPrometheusWhereItIs(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(9, "JDK_JAVA_OPTIONS");
    Path address = folder.resolve("deployer.json");
    JvmLaunch launch = JvmLaunch.plain(jdk).main("OneDeployment");
    for (String line : Files.readAllLines(Recipes.file("systemd/telemetry.env"))) {
      if (!line.startsWith("#")) {
        String[] variable = line.split("=", 2);
        launch.env(variable[0], Recipes.here(variable[1]));
      }
    }
    launch.env("TELEMETRY_PORT_FILE", address.toString());
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      int port = jvm.port();
      assertThat(port).isBetween(19404, 19410);
      await().until(() -> Files.exists(address));
      assertThat(new ObjectMapper().readTree(address.toFile()).at("/0/targets/0").asText())
          .isEqualTo("127.0.0.1:" + port);
    }
  }

  @Test
  void systemdHasNothingToSayAboutTheUnit() throws Exception {
    String analyze = Programs.onPath("systemd-analyze", "systemd").toString();
    Path unit = Recipes.file("systemd/deployer.service");
    assertThat(Programs.outputOf(folder, analyze, "verify", unit.toString())).isEmpty();
    String prometheus = Files.readString(Recipes.file("prometheus/prometheus.yml"));
    String variables = Files.readString(Recipes.file("systemd/telemetry.env"));
    for (String text : List.of(prometheus, variables, Files.readString(unit))) {
      assertThat(text).contains("/run/telemetry");
    }
  }

  @Test
  void theFolderForAddressesIsEverybodys() throws Exception {
    String tmpfiles = Programs.onPath("systemd-tmpfiles", "systemd").toString();
    Path place = Files.createDirectories(folder.resolve("etc/tmpfiles.d"));
    Files.copy(Recipes.file("systemd/telemetry.conf"), place.resolve("telemetry.conf"));
    Programs.outputOf(folder, tmpfiles, "--root=" + folder, "--create", "telemetry.conf");
    assertThat(Files.getAttribute(folder.resolve("run/telemetry"), "unix:mode")).isEqualTo(041777);
  }

  @Test
  void tomcatKeepsItsOptionsAndLoadsTheAgent() throws Exception {
    String script = Recipes.file("tomcat/setenv.sh").toString();
    assertThat(Programs.outputOf(folder, "sh", "-n", script)).isEmpty();
    String show = ". " + script + " && printf '%s|%s' \"$CATALINA_OPTS\" \"$TELEMETRY_CONFIG\"";
    assertThat(
            Programs.outputOf(
                folder,
                "env",
                "CATALINA_BASE=/srv/tomcat",
                "CATALINA_OPTS=-Xmx1g",
                "sh",
                "-euc",
                show))
        .isEqualTo("-Xmx1g -javaagent:" + Recipes.AGENT + "|/srv/tomcat/conf/telemetry.yaml");
  }

  private static JsonNode provisioned(String file) throws IOException {
    return Recipes.documents(Artifacts.ofRepository("dashboards/provisioning").resolve(file))
        .get(0);
  }

  private static String variable(String option) {
    return "TELEMETRY_" + option.toUpperCase().replace('.', '_');
  }
}
