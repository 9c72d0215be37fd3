package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.Programs;
import io.deploytelemetry.it.harness.PrometheusServer;
import io.deploytelemetry.it.harness.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code examples/kubernetes}: what they say of each other and of the agent is so. */
class KubernetesExampleIT {

  @TempDir private Path folder;

  @OnFirstJdk
  void ofAPodTheNamedPortIsScraped(Jdk jdk) throws IOException {
    String job = Files.readString(Recipes.file("prometheus/prometheus.yml"));
    job =
        job.substring(job.indexOf("  - job_name: kubernetes"), job.indexOf("  # What short runs"));
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady();
        PrometheusServer prometheus =
            PrometheusServer.start(
                folder,
                job.replace(
                    Recipes.POD_DISCOVERY,
                    "static_configs:\n"
                        + discovered(jvm.port(), "telemetry", "Running")
                        + discovered(Http.freePort(), "http", "Running")
                        + discovered(Http.freePort(), "telemetry", "Succeeded")))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> prometheus.value("up{namespace='deployments', pod='deployer-0'}") == 1);
      assertThat(prometheus.value("count(up)")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void everyProbeOfThePodIsAnswered(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(9, "JDK_JAVA_OPTIONS");
    JsonNode container = pod().path("containers").path(0);
    JvmLaunch launch = JvmLaunch.plain(jdk).main("OneDeployment");
    for (JsonNode variable : container.path("env")) {
      launch.env(variable.path("name").asText(), Recipes.here(variable.path("value").asText()));
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
    assertThat(port.path("containerPort").asText()).isEqualTo(Recipes.options().get("port"));
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
    assertThat(service.at("/spec/ports/0/port").asText()).isEqualTo(Recipes.options().get("port"));
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

  /** What Kubernetes tells Prometheus of a container's port. */
  private static String discovered(int port, String name, String phase) {
    return """
      - targets: ['127.0.0.1:%d']
        labels:
          __meta_kubernetes_namespace: deployments
          __meta_kubernetes_pod_name: deployer-0
          __meta_kubernetes_pod_phase: %s
          __meta_kubernetes_pod_container_port_name: %s
    """
        .formatted(port, phase, name)
        .indent(4);
  }

  private static JsonNode pod() throws IOException {
    return Recipes.ofKind("Deployment", "kubernetes/deployment.yaml").at("/spec/template/spec");
  }
}
