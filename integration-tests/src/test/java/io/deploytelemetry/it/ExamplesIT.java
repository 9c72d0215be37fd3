package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Programs;
import io.deploytelemetry.it.harness.Recipes;
import io.deploytelemetry.it.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes in {@code examples}: what they name exists, and what can be run of them runs. */
class ExamplesIT {

  private static final Pattern OPTION = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| (?:`([^`]+)`)?");
  private static final Pattern VARIABLE = Pattern.compile("\\bTELEMETRY_[A-Z_]+\\b");
  private static final Pattern AGENT_ARGUMENTS =
      Pattern.compile("-javaagent:[^\\s=]+\\.jar=(\\S+)");
  private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern RECORDED = Pattern.compile("\\b[a-z_]+:[a-z_]+:[a-z0-9_]+\\b");

  private static final Pattern DEPLOYMENT_SERIES =
      Pattern.compile("\\| a deployment \\| (\\d+), and (\\d+) for each outcome");

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
    Set<String> options = options().keySet();
    List<String> variables = options.stream().map(ExamplesIT::variable).toList();
    List<Path> files = new ArrayList<>(Recipes.files());
    files.add(Artifacts.ofRepository("docs/scaling.md"));
    for (Path file : files) {
      String text = Files.readString(file);
      assertThat(variables).as(file.toString()).containsAll(matches(VARIABLE, text));
      for (String arguments : matches(AGENT_ARGUMENTS, text)) {
        for (String argument : arguments.split(",")) {
          assertThat(options).as(file + ": " + arguments).contains(argument.split("=")[0]);
        }
      }
    }
  }

  @OnEachJdk
  void prometheusLoadsItsConfigurationAndTheExportedRules(Jdk jdk) throws Exception {
    Tool.run(jdk, "export", "alerts", folder.resolve("rules").toString());
    for (String recipe : List.of("prometheus/prometheus.yml", "compose/prometheus.yml")) {
      String said = checked(Files.readString(Recipes.file(recipe)));
      assertThat(said).contains("2 rule files found");
    }
  }

  @Test
  void prometheusLoadsWhatTheDocumentOnScalingSays() throws Exception {
    List<String> blocks = matches(YAML_BLOCK, scaling());
    assertThat(blocks).hasSizeGreaterThan(2);
    for (String block : blocks) {
      checked(block);
    }
  }

  @Test
  void whatTheDocumentOnScalingFederatesIsRecorded() throws IOException {
    List<String> recorded = AlertPack.recorded().stream().map(AlertPack.Recorded::name).toList();
    List<String> named = matches(RECORDED, scaling());
    assertThat(named).isNotEmpty();
    assertThat(recorded).containsAll(named);
  }

  @OnEachJdk
  void aDeploymentHasAsManySeriesAsTheDocumentOnScalingSays(Jdk jdk) throws IOException {
    Matcher row = DEPLOYMENT_SERIES.matcher(scaling());
    assertThat(row.find()).isTrue();
    int documented = Integer.parseInt(row.group(1)) + Integer.parseInt(row.group(2));
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady()) {
      assertThat(jvm.get("/metrics").text().lines().filter(line -> line.startsWith("deployment")))
          .hasSize(documented);
    }
  }

  @OnEachJdk
  void everyProbeOfThePodIsAnswered(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(9, "JDK_JAVA_OPTIONS");
    JsonNode container = pod().path("containers").path(0);
    JvmLaunch launch = JvmLaunch.plain(jdk).main("OneDeployment");
    for (JsonNode variable : container.path("env")) {
      launch.env(variable.path("name").asText(), here(variable.path("value").asText()));
    }
    try (ForkedJvm jvm = launch.env("TELEMETRY_PORT", "0").start().awaitReady()) {
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        JsonNode request = container.path(probe).path("httpGet");
        assertThat(request.path("port").asText()).isEqualTo("telemetry");
        assertThat(jvm.get(request.path("path").asText()).status()).as(probe).isEqualTo(200);
      }
      assertThat(jvm.metrics().value("deployments_started_total", "environment=production"))
          .isEqualTo(1);
    }
  }

  @Test
  void thePodLoadsTheJarThatItsInitContainerBrings() throws IOException {
    JsonNode brings = pod().path("initContainers").path(0);
    JsonNode container = pod().path("containers").path(0);
    assertThat(container.path("env").findValuesAsText("value"))
        .contains("-javaagent:" + Recipes.AGENT);
    assertThat(brings.path("command").path(2).asText()).isEqualTo(Recipes.AGENT);
    assertThat(Files.readString(Recipes.file("kubernetes/Dockerfile")))
        .contains("COPY telemetry.jar " + brings.path("command").path(1).asText());
    assertThat(brings.path("volumeMounts").path(0).path("mountPath"))
        .isEqualTo(container.path("volumeMounts").path(0).path("mountPath"));
    assertThat(brings.path("volumeMounts").path(0).path("name"))
        .isEqualTo(container.path("volumeMounts").path(0).path("name"));
    JsonNode port = container.path("ports").path(0);
    assertThat(port.path("name").asText()).isEqualTo("telemetry");
    assertThat(port.path("containerPort").asText()).isEqualTo(options().get("port"));
  }

  @Test
  void whatSelectsThePodSelectsIt() throws IOException {
    String kubernetes = "kubernetes/";
    JsonNode labels =
        Recipes.ofKind("Deployment", kubernetes + "deployment.yaml")
            .at("/spec/template/metadata/labels");
    JsonNode service = Recipes.ofKind("Service", kubernetes + "service-monitor.yaml");
    JsonNode byService = Recipes.ofKind("ServiceMonitor", kubernetes + "service-monitor.yaml");
    JsonNode byPod = Recipes.ofKind("PodMonitor", kubernetes + "pod-monitor.yaml");
    JsonNode policy = Recipes.ofKind("NetworkPolicy", kubernetes + "network-policy.yaml");

    assertThat(service.at("/spec/selector")).isEqualTo(labels);
    assertThat(byService.at("/spec/selector/matchLabels"))
        .isEqualTo(service.at("/metadata/labels"));
    assertThat(byPod.at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(policy.at("/spec/podSelector/matchLabels")).isEqualTo(labels);
    assertThat(service.at("/spec/ports/0/port").asText()).isEqualTo(options().get("port"));
    assertThat(
            Stream.of(
                service.at("/spec/ports/0/name"),
                service.at("/spec/ports/0/targetPort"),
                byService.at("/spec/endpoints/0/port"),
                byPod.at("/spec/podMetricsEndpoints/0/port"),
                policy.at("/spec/ingress/0/ports/0/port")))
        .allMatch(port -> port.asText().equals("telemetry"));
    assertThat(
            Stream.of(
                byService.at("/spec/endpoints/0/path"),
                byPod.at("/spec/podMetricsEndpoints/0/path")))
        .allMatch(path -> path.asText().equals("/metrics"));
  }

  @Test
  void theRulesAndDashboardsForKubernetesAreThoseOfTheRepository() throws Exception {
    String written =
        Programs.outputOf(
            folder,
            Recipes.file("kubernetes/monitoring.sh").toString(),
            AlertPack.file("").toString(),
            Artifacts.ofRepository("dashboards").toString());

    List<JsonNode> documents = Recipes.documents(written, "what monitoring.sh writes");
    List<JsonNode> groups = new ArrayList<>();
    for (String rules : List.of("recording-rules.yml", "alert-rules.yml")) {
      Recipes.documents(AlertPack.file(rules)).get(0).path("groups").forEach(groups::add);
    }
    assertThat(documents.get(0).at("/spec/groups")).containsExactlyElementsOf(groups);
    Map<String, String> dashboards = new TreeMap<>();
    for (JsonNode document : documents.subList(1, documents.size())) {
      document
          .path("data")
          .properties()
          .forEach(file -> dashboards.put(file.getKey(), file.getValue().asText()));
    }
    assertThat(dashboards).containsOnlyKeys("deployments.json", "health.json", "jvm.json");
    dashboards.forEach(
        (name, text) ->
            assertThat(Artifacts.ofRepository("dashboards").resolve(name)).hasContent(text));
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
        .isEqualTo("deployer:" + options().get("port"));
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
        launch.env(variable[0], here(variable[1]));
      }
    }
    launch.env("TELEMETRY_PORT_FILE", address.toString());
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      int port = jvm.port();
      assertThat(port).isBetween(19404, 19410);
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
    Path etc = Files.createDirectories(folder.resolve("etc/tmpfiles.d")).getParent();
    Files.writeString(etc.resolve("passwd"), "root:x:0:0::/:/bin/sh\n");
    Files.writeString(etc.resolve("group"), "root:x:0:\n");
    Files.copy(
        Recipes.file("systemd/telemetry.conf"),
        etc.resolve("tmpfiles.d").resolve("telemetry.conf"));
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

  /** What promtool says of a configuration that it accepts, with the exported rules beside it. */
  private String checked(String configuration) throws IOException, InterruptedException {
    String promtool = Programs.onPath("promtool", "Prometheus").toString();
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            // Debian's Prometheus is built without Kubernetes
            configuration.replace(
                "kubernetes_sd_configs:\n      - role: pod",
                "static_configs:\n      - targets: [pod:19404]"));
    return Programs.outputOf(folder, promtool, "check", "config", file.toString());
  }

  private static JsonNode pod() throws IOException {
    return Recipes.ofKind("Deployment", "kubernetes/deployment.yaml").at("/spec/template/spec");
  }

  private static JsonNode provisioned(String file) throws IOException {
    return Recipes.documents(Artifacts.ofRepository("dashboards/provisioning").resolve(file))
        .get(0);
  }

  private static String scaling() throws IOException {
    return Files.readString(Artifacts.ofRepository("docs/scaling.md"));
  }

  /** A value of a recipe, with the agent where it has been built. */
  private static String here(String value) {
    return value.replace(Recipes.AGENT, Artifacts.agent().toString());
  }

  /** The options with their defaults. */
  private static Map<String, String> options() throws IOException {
    Map<String, String> options = new TreeMap<>();
    String document = Files.readString(Artifacts.ofRepository("docs/configuration.md"));
    OPTION
        .matcher(document.substring(0, document.indexOf("<!-- end of options -->")))
        .results()
        .forEach(row -> options.put(row.group(1), row.group(2) == null ? "" : row.group(2)));
    return options;
  }

  private static String variable(String option) {
    return "TELEMETRY_" + option.toUpperCase().replace('.', '_');
  }

  /** What a pattern finds: its first group where it has one. */
  private static List<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(found.groupCount()))
        .toList();
  }
}
