package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.PrometheusServer;
import io.deploytelemetry.it.harness.Promtool;
import io.deploytelemetry.it.harness.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/scaling.md: its configurations are loaded, its names and figures are those of the agent. */
class ScalingIT {

  private static final Pattern YAML_BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern RECORDED = Pattern.compile("\\b[a-z_]+:[a-z_]+:[a-z0-9_]+\\b");
  private static final Pattern DEPLOYMENT_SERIES =
      Pattern.compile("\\| a deployment \\| (\\d+), and (\\d+) for each outcome");

  @TempDir private Path folder;

  @Test
  void prometheusLoadsEveryConfiguration() throws Exception {
    List<String> blocks = Recipes.matches(YAML_BLOCK, scaling());
    assertThat(blocks).hasSizeGreaterThan(2);
    for (String block : blocks) {
      Promtool.assertLoads(folder, block);
    }
  }

  @Test
  void everySeriesThatIsFederatedIsRecorded() throws IOException {
    List<String> recorded = AlertPack.recorded().stream().map(AlertPack.Recorded::name).toList();
    List<String> named = Recipes.matches(RECORDED, scaling());
    assertThat(named).isNotEmpty();
    assertThat(recorded).containsAll(named);
  }

  @OnFirstJdk
  void theTotalsOfAShareReachThePrometheusOverAllOfThem(Jdk jdk) throws IOException {
    String federation = blockWith("/federate");
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady();
        PrometheusServer share =
            PrometheusServer.startWithRules(
                Files.createDirectory(folder.resolve("share")),
                "- job_name: deployers\n  static_configs: [{targets: ['127.0.0.1:%d']}]\n"
                    .formatted(jvm.port()),
                "rule_files: ['%s']\n".formatted(AlertPack.file("recording-rules.yml")));
        PrometheusServer all =
            PrometheusServer.start(
                Files.createDirectory(folder.resolve("all")),
                federation
                    .replace("scrape_configs:\n", "")
                    .replace("scrape_interval: 60s", "scrape_interval: 1s")
                    .replaceAll("targets: .+", "targets: ['" + share.url().substring(7) + "']"))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> all.value("sum(environment:deployments_total:increase1d)") == 1);
      assertThat(all.value("sum by (job) (job:agents:count{job='deployers'})")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void aDeploymentHasAsManySeriesAsTheTableSays(Jdk jdk) throws IOException {
    Matcher row = DEPLOYMENT_SERIES.matcher(scaling());
    assertThat(row.find()).isTrue();
    int documented = Integer.parseInt(row.group(1)) + Integer.parseInt(row.group(2));
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady()) {
      assertThat(jvm.get("/metrics").text().lines().filter(line -> line.startsWith("deployment")))
          .hasSize(documented);
    }
  }

  private static String blockWith(String text) throws IOException {
    return Recipes.matches(YAML_BLOCK, scaling()).stream()
        .filter(block -> block.contains(text))
        .findFirst()
        .orElseThrow();
  }

  private static String scaling() throws IOException {
    return Files.readString(Artifacts.ofRepository("docs/scaling.md"));
  }
}
