package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Dashboard;
import io.deploytelemetry.it.harness.Dashboard.Panel;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.GrafanaVariables;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.PrometheusServer;
import io.deploytelemetry.it.harness.Pushgateway;
import io.deploytelemetry.it.harness.ShownPanels;
import io.deploytelemetry.it.harness.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of every panel against a Prometheus that has scraped an application under the agent
 * through a story in which everything happens that the dashboards show.
 */
class DashboardsOnLiveDataIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @OnFirstJdk
  void everyPanelShowsDataAndTheDataIsWhatHasHappened(Jdk jdk) throws IOException {
    long start = Instant.now().getEpochSecond();
    int port = Http.freePort();
    try (Pushgateway gateway = Pushgateway.start(directory);
        ForkedJvm jvm = pipeline(jdk, port, gateway);
        PrometheusServer prometheus = prometheus(port)) {
      tell(jvm, prometheus);

      long end = Instant.now().getEpochSecond();
      GrafanaVariables all = GrafanaVariables.allOf(start, end);
      ShownPanels shown = ShownPanels.of(prometheus, all);
      assertThat(shown.incomplete()).as("panels without data").isEmpty();
      assertStory(shown, (end - start) / 86400.0);
      assertOffers(prometheus, all, port);
      assertAnnotations(prometheus, all);
      assertChoices(prometheus, all, port);
    }
  }

  private static void assertStory(ShownPanels shown, double days) {
    assertThat(shown.only("deployments: Deployments per day") * days)
        .isCloseTo(4, withinPercentage(25));
    assertThat(shown.only("deployments: Change failure ratio"))
        .isCloseTo(2.0 / 6, withinPercentage(1));
    assertThat(shown.only("deployments: Lead time")).isBetween(900.0, 3600.0);
    assertThat(shown.only("deployments: Time to restore")).isBetween(0.0, 60.0);
    assertThat(shown.byLabel("deployments: Deployment errors", 0, "error_type"))
        .containsOnlyKeys("false", "java.lang.IllegalStateException");
    assertThat(shown.byLabel("deployments: Rollback errors", 0, "error_type"))
        .containsOnlyKeys("java.lang.IllegalStateException");
    Map<String, Double> approvals = shown.byLabel("deployments: Approvals", 1, "decision");
    assertThat(approvals.get("granted")).isCloseTo(2, withinPercentage(25));
    assertThat(approvals.get("rejected")).isCloseTo(1, withinPercentage(25));
    assertThat(approvals.get("expired")).isZero();
    for (int kind = 0; kind < 3; kind++) {
      assertThat(shown.only("deployments: Running", kind)).isEqualTo(1);
    }
    assertThat(shown.only("deployments: Running for")).isBetween(1.0, 120.0);
    assertThat(shown.byLabel("deployments: Targets by state", 0, "state"))
        .containsOnly(Map.entry("running", 2.0), Map.entry("drifted", 1.0));
    assertThat(shown.byLabel("deployments: Last deployment", 0, "version")).containsOnlyKeys("4.0");
    assertThat(shown.byLabel("deployments: Last deployment", 1, "outcome"))
        .containsOnlyKeys("success");
    assertThat(shown.byLabel("health: Checks", 0, "check"))
        .containsEntry("registry", 0.0)
        .containsEntry("target", 1.0);
    assertThat(shown.byLabel("health: Groups", 0, "group")).containsEntry("ready", 0.0);
    assertThat(shown.byLabel("health: Availability of providers", 0, "provider"))
        .containsEntry("registry", 0.0);
    assertThat(shown.byLabel("jvm: Woven methods", 0, "kind")).containsEntry("health_check", 2.0);
  }

  /** The variables offer what there is. */
  private static void assertOffers(
      PrometheusServer prometheus, GrafanaVariables variables, int port) throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      Map<String, String> offered = new TreeMap<>();
      dashboard
          .labelValues()
          .forEach(
              (name, values) ->
                  offered.put(
                      name,
                      prometheus
                          .labelValues(values.label(), variables.in(values.selector()))
                          .toString()));
      assertThat(offered)
          .as(dashboard.name())
          .containsOnly(
              Map.entry("job", "[\"deployer\"]"),
              Map.entry("instance", "[\"127.0.0.1:" + port + "\"]"),
              Map.entry("environment", "[\"staging\"]"),
              Map.entry("application", "[\"shop\"]"));
    }
  }

  private static void assertAnnotations(PrometheusServer prometheus, GrafanaVariables variables)
      throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      for (JsonNode annotation : dashboard.annotations()) {
        JsonNode ends = prometheus.newest(variables.in(annotation.path("expr").asText()));
        assertThat(ends).as(annotation.path("name").asText()).isNotEmpty();
        for (JsonNode end : ends) {
          assertThat(ShownPanels.last(end) / 1000)
              .isBetween((double) variables.from(), variables.to() + 1.0);
        }
      }
    }
  }

  /** What is chosen is shown, and nothing is shown as nothing. */
  private static void assertChoices(PrometheusServer prometheus, GrafanaVariables all, int port)
      throws IOException {
    GrafanaVariables shop =
        all.with("job", "deployer")
            .with("instance", "127\\\\.0\\\\.0\\\\.1:" + port)
            .with("environment", "staging")
            .with("application", "(shop|blog)");
    GrafanaVariables nobody = all.with("application", "nobody");
    for (Panel panel : Dashboard.all().get(0).panels()) {
      assertThat(ShownPanels.results(panel, prometheus, shop))
          .as(panel.toString())
          .noneMatch(JsonNode::isEmpty);
      assertThat(ShownPanels.results(panel, prometheus, nobody))
          .as(panel.toString())
          .allMatch(JsonNode::isEmpty);
    }
  }

  private static ForkedJvm pipeline(Jdk jdk, int port, Pushgateway gateway) {
    String options =
        "port=%d,limits.applications=1,push.every=2s,push.gateway=%s"
            .formatted(port, gateway.url());
    return JvmLaunch.withAgent(jdk, options).main("Pipeline").start().awaitReady();
  }

  private PrometheusServer prometheus(int port) throws IOException {
    return PrometheusServer.start(
        directory,
        "- job_name: deployer\n  static_configs: [{targets: ['127.0.0.1:%d']}]\n".formatted(port));
  }

  private static void tell(ForkedJvm jvm, PrometheusServer prometheus) throws IOException {
    await().atMost(SOON).until(() -> prometheus.value("sum(deployments_total)") == 0);
    List.of("check true", "wait", "decide GRANTED", "deploy 1.0", "fail result", "rollback well")
        .forEach(jvm::ask);
    List.of("decide REJECTED", "reconcile 0", "poll well", "poll-for a").forEach(jvm::ask);
    sendNonsense(jvm.port());
    await().atMost(SOON).until(() -> prometheus.value("sum(deployments_total)") == 2);
    List.of("decide GRANTED", "fail exception", "rollback exception", "deploy 2.0", "deploy 3.0")
        .forEach(jvm::ask);
    sendNonsense(jvm.port());
    List.of("check true", "poll-for b", "poll-for c", "collect").forEach(jvm::ask);
    List.of("wait", "poll exception", "reconcile 1", "poll well", "stick", "deploy 4.0")
        .forEach(jvm::ask);
    await().atMost(SOON).until(() -> prometheus.value("sum(deployments_total)") == 6);
    double scrapes = scrapes(prometheus);
    await().atMost(SOON).until(() -> scrapes(prometheus) >= scrapes + 3);
  }

  private static void sendNonsense(int port) throws IOException {
    try (Wire wire = new Wire(port)) {
      wire.send("nonsense\r\n\r\n").readAll();
    }
  }

  private static double scrapes(PrometheusServer prometheus) {
    return prometheus.value("sum(telemetry_agent_scrapes_total)");
  }
}
