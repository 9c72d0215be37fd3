package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.Alertmanager;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.GrafanaVariables;
import io.deploytelemetry.it.harness.HeldServers;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.PrometheusServer;
import io.deploytelemetry.it.harness.Pushgateway;
import io.deploytelemetry.it.harness.Releases;
import io.deploytelemetry.it.harness.SampleHistory;
import io.deploytelemetry.it.harness.ShownPanels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample application, to which everything happens that can happen to a deployer, watched by a
 * real Prometheus with the rules as users copy them, but for shorter times, and a real
 * Alertmanager: what every panel shows is what the application's own database says, and the alerts
 * of the story fire, and no others.
 */
class SampleStoryIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String SUCCEEDED = "kind = '%s' AND outcome = 'success'";
  private static final String FAILED = "kind = '%s' AND outcome = 'failure'";

  @TempDir private Path directory;

  @OnFirstJdk
  void panelsShowWhatTheDatabaseSaysAndTheAlertsAreThoseOfTheStory(Jdk jdk) throws Exception {
    jdk.assumeAtLeast(17, "the Java that the sample application is written in");
    int port = Http.freePort();
    long start = Instant.now().getEpochSecond();
    ShownPanels shown;
    long end;
    try (Pushgateway gateway = Pushgateway.start(directory);
        Alertmanager alertmanager =
            Alertmanager.start(directory, AlertPack.file("alertmanager.yml"));
        PrometheusServer prometheus = prometheus(port, alertmanager.port());
        Releases releases = Releases.in(directory.resolve("repository"));
        ForkedJvm jvm = deployer(jdk, port, gateway, releases)) {
      Story story = new Story(jvm, releases, alertmanager, prometheus);
      story.tell();

      end = Instant.now().getEpochSecond();
      shown = ShownPanels.of(prometheus, GrafanaVariables.allOf(start, end));
      assertThat(alertmanager.seen())
          .containsExactlyInAnyOrder(
              "DeploymentFailed",
              "DeploymentStuck",
              "HealthCheckErrorsBurn",
              "HealthCheckFailing",
              "OperationErrorsBurn",
              "RollbackFailed",
              "RollbackStuck");
      jvm.terminate().awaitEnding();
    }
    assertThat(shown.incomplete())
        .as("panels without data: of what has not happened, and of what runs now")
        .containsExactly(
            "deployments: Running for", "jvm: Label overflow", "jvm: Requests not served");
    try (SampleHistory own = new SampleHistory(directory.resolve("state"))) {
      assertDeployments(shown, own, (end - start) / 86400.0);
      assertRollbacks(shown, own);
      assertTheRest(shown, own);
    }
  }

  private static void assertDeployments(ShownPanels shown, SampleHistory own, double days)
      throws SQLException {
    double succeeded = own.count(SUCCEEDED.formatted("deployment"));
    double failed = own.count(FAILED.formatted("deployment"));
    assertThat(shown.only("deployments: Deployments per day") * days)
        .isCloseTo(succeeded, withinPercentage(5));
    assertThat(shown.only("deployments: Change failure ratio"))
        .isCloseTo(failed / (succeeded + failed), withinPercentage(5));
    for (String label : List.of("environment", "application", "strategy", "provider")) {
      String panel = "deployments: By " + label;
      assertThat(shown.only(panel, 0)).isCloseTo(succeeded + failed, withinPercentage(5));
      assertThat(shown.only(panel, 1))
          .isCloseTo(succeeded / (succeeded + failed), withinPercentage(5));
    }
    assertThat(rounded(shown.byLabel("deployments: Deployment errors", 0, "error_type")))
        .isEqualTo(own.counts("error", FAILED.formatted("deployment")));
    assertThat(shown.byLabel("deployments: Last deployment", 0, "version"))
        .containsOnlyKeys(
            own.text(
                """
                SELECT LEFT(subject, 7) FROM attempts
                WHERE kind IN ('deployment', 'rollback') AND outcome = 'success'
                ORDER BY id DESC LIMIT 1
                """));
    assertThat(shown.byLabel("deployments: Last deployment", 1, "outcome"))
        .containsOnlyKeys("success");
    double last =
        own.number(
            "SELECT seconds FROM attempts WHERE kind = 'deployment' ORDER BY id DESC LIMIT 1");
    assertThat(shown.only("deployments: Last deployment", 3))
        .isBetween(last / 2, last + 0.1); // the future tells the application and the agent
    assertThat(shown.only("deployments: Time to restore"))
        .isBetween(0.0, own.number("SELECT MAX(seconds) FROM attempts") * 4);
  }

  private static void assertRollbacks(ShownPanels shown, SampleHistory own) throws SQLException {
    assertThat(rounded(shown.byLabel("deployments: Rollbacks", 0, "outcome")))
        .isEqualTo(own.counts("outcome", "kind = 'rollback'"));
    assertThat(shown.byLabel("deployments: Rollbacks", 0, "reason"))
        .containsOnlyKeys("health_check");
    assertThat(rounded(shown.byLabel("deployments: Rollback errors", 0, "error_type")))
        .isEqualTo(own.counts("error", FAILED.formatted("rollback")));
  }

  private static void assertTheRest(ShownPanels shown, SampleHistory own) throws SQLException {
    Map<String, Double> approvals = rounded(shown.byLabel("deployments: Approvals", 1, "decision"));
    assertThat(approvals)
        .isEqualTo(
            Map.of(
                "granted", own.count(SUCCEEDED.formatted("approval")),
                "rejected", own.count(FAILED.formatted("approval")),
                "expired", 0.0));
    assertThat((double) Math.round(shown.only("deployments: Approvals", 0)))
        .isEqualTo(own.count("kind = 'approval'"));
    assertThat(own.nodes("kind = 'reconciliation'")).isPositive();
    assertThat(shown.byLabel("deployments: Targets by state", 0, "state"))
        .isEqualTo(Map.of("running", 2.0, "drifted", 0.0));
    assertThat(shown.byLabel("health: Errors of operations", 0, "operation").get("git_poll"))
        .isCloseTo(
            own.count(FAILED.formatted("health_check") + " AND subject = 'repository'"),
            withinPercentage(10));
    assertThat(shown.byLabel("health: Checks", 0, "check"))
        .containsEntry("repository", 1.0)
        .containsEntry("database", 1.0)
        .containsEntry("nodes", 1.0);
    assertThat(shown.byLabel("health: Runs by outcome", 0, "outcome")).containsKey("timeout");
  }

  private static Map<String, Double> rounded(Map<String, Double> values) {
    Map<String, Double> rounded = new TreeMap<>();
    values.forEach((label, value) -> rounded.put(label, (double) Math.round(value)));
    return rounded;
  }

  /** Also runs the application's check of its nodes, which only observes, as the agent's own. */
  private ForkedJvm deployer(Jdk jdk, int port, Pushgateway gateway, Releases releases)
      throws IOException, GitAPIException {
    releases.commit("one", "ok");
    Path config =
        Files.writeString(
            directory.resolve("telemetry.yaml"),
            """
            port: %d
            push: {gateway: "%s", every: 2s}
            rules:
            - health: io.deploytelemetry.sample.Fleet#isHealthy
              every: 1s
              timeout: 1s
            """
                .formatted(port, gateway.url()));
    return JvmLaunch.withAgent(jdk, "config=" + config)
        .env("DEPLOY_ENV", "production")
        .jar(
            Artifacts.sample(),
            "--repo",
            releases.directory().toString(),
            "--state",
            directory.resolve("state").toString(),
            "--nodes",
            "2",
            "--interval",
            "250ms")
        .start();
  }

  private PrometheusServer prometheus(int agent, int alertmanager) throws IOException {
    Path alerts = AlertPack.copy("alert-rules.yml", directory);
    AlertPack.change(alerts, "DeploymentStuck", "> 3600", "> 2");
    AlertPack.change(alerts, "RollbackStuck", "> 1800", "> 2");
    AlertPack.change(alerts, "HealthCheckFailing", "for: 1m", "for: 3s");
    return PrometheusServer.startWithRules(
        directory,
        "- job_name: deployer\n  static_configs: [{targets: ['127.0.0.1:%d']}]\n".formatted(agent),
        AlertPack.sentTo(alertmanager, AlertPack.file("recording-rules.yml"), alerts));
  }

  /** What happens. */
  private final class Story {

    private final ForkedJvm jvm;
    private final Releases releases;
    private final Alertmanager alertmanager;
    private final PrometheusServer prometheus;

    Story(
        ForkedJvm jvm, Releases releases, Alertmanager alertmanager, PrometheusServer prometheus) {
      this.jvm = jvm;
      this.releases = releases;
      this.alertmanager = alertmanager;
      this.prometheus = prometheus;
    }

    void tell() throws IOException, GitAPIException {
      jvm.awaitStdout(line -> line.contains(" deployed "));
      for (String title : List.of("two", "three", "four", "five")) {
        awaitDone(releases.commit(title, "ok"), "deployed %s");
      }
      awaitDone(releases.commit("six, not for production", "ok"), "not approved: %s");
      awaitScrapes();
      letANodeDrift();
      awaitScrapes();
      assertThat(alertmanager.seen()) // before the first release no node is well
          .isSubsetOf("HealthCheckErrorsBurn");

      awaitDone(releases.commit("seven, which is broken", "broken"), "failed to deploy %s");
      jvm.awaitStdout(line -> line.contains(" rolled back to "));
      alertmanager.await("DeploymentFailed");
      awaitDone(releases.commit("eight", "ok"), "deployed %s");

      loseTheRepository();
      holdTheNodes();

      awaitDone(releases.commit("ten", "ok"), "deployed %s");
      jvm.awaitStdout(line -> line.contains("check nodes: up"));
      awaitScrapes();
    }

    private void awaitDone(String version, String line) {
      jvm.awaitStdout(written -> written.contains(line.formatted(version)));
    }

    private void awaitScrapes() {
      double before = scrapes();
      await().atMost(SOON).until(() -> scrapes() >= before + 3);
    }

    private double scrapes() {
      return prometheus.value("sum(telemetry_agent_scrapes_total) or vector(0)");
    }

    private void letANodeDrift() {
      Path current = directory.resolve("state/nodes/node-2/current");
      await()
          .atMost(SOON)
          .until(
              () -> {
                Files.deleteIfExists(current);
                return jvm.stdout().stream().anyMatch(line -> line.contains("had drifted"));
              });
    }

    private void loseTheRepository() throws IOException {
      Path away = directory.resolve("away");
      Files.move(releases.directory(), away);
      alertmanager.await("OperationErrorsBurn", "HealthCheckErrorsBurn", "HealthCheckFailing");
      Files.move(away, releases.directory());
    }

    /** A deployment hangs until its node is given up, and so does what would undo it. */
    private void holdTheNodes() throws IOException, GitAPIException {
      List<Integer> nodes =
          jvm.stdout().stream()
              .filter(line -> line.contains(" serves http://"))
              .map(line -> Integer.valueOf(line.replaceAll(".*:(\\d+)/.*", "$1")))
              .toList();
      try (HeldServers held = new HeldServers(nodes)) {
        assertThat(held.ports()).hasSize(2);
        releases.commit("nine", "ok");
        alertmanager.await("DeploymentStuck");
        alertmanager.await("RollbackStuck");
        long now = Instant.now().getEpochSecond();
        ShownPanels shown = ShownPanels.of(prometheus, GrafanaVariables.allOf(now - 5, now));
        assertThat(shown.only("deployments: Running", 1)).isEqualTo(1);
        assertThat(shown.only("deployments: Running for", 1)).isGreaterThan(2);
        jvm.awaitStdout(line -> line.contains("failed to roll back to"));
      }
      alertmanager.await("RollbackFailed");
    }
  }
}
