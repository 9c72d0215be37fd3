package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Dashboard;
import io.deploytelemetry.it.harness.OncePerBuild;
import io.deploytelemetry.it.harness.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The dashboards under the schemas of four releases of Grafana, and drawn by Grafana's own
 * libraries in Chromium, from a Prometheus that scrapes the sample application.
 */
@Execution(ExecutionMode.CONCURRENT)
@OncePerBuild
class RenderedDashboardsIT {

  private static final Pattern PANEL =
      Pattern.compile("(?m)^(FAULTY|data|no data) +(\\w+: .+) \\(\\w[\\w-]*\\)");

  private static final Pattern SCHEMA =
      Pattern.compile("(?m)^Grafana (\\d+)[^,]*, (\\w+)[^:]*: (.*)");

  @Test
  void everyPanelIsDrawnAndEachReleaseWouldTakeTheFiles(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path render = Programs.installed(Artifacts.ofRepository("dashboards/render"));
    for (String program : List.of("node", "chromium", "prometheus", "java")) {
      Programs.onPath(program, "the system's packages");
    }
    String said =
        Programs.outputOf(render, render.resolve("all.sh").toString(), directory.toString(), "60");

    Map<String, String> drawn = new TreeMap<>();
    Matcher panel = PANEL.matcher(said);
    while (panel.find()) {
      assertThat(drawn.put(panel.group(2), panel.group(1))).as(panel.group()).isNull();
    }
    Set<String> all = new TreeSet<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.panels().forEach(each -> all.add(each.toString()));
      assertThat(Files.size(directory.resolve(dashboard.name() + ".png"))).isGreaterThan(20_000);
    }
    assertThat(drawn.keySet()).isEqualTo(all);
    assertThat(drawn).doesNotContainValue("FAULTY");
    long withData = drawn.values().stream().filter("data"::equals).count();
    assertThat(withData).as("panels with data: not all happens in a minute").isGreaterThan(60);

    Map<String, Set<String>> releases = new TreeMap<>();
    Matcher schema = SCHEMA.matcher(said);
    while (schema.find()) {
      assertThat(schema.group(3)).as(schema.group()).isEqualTo("valid");
      releases.computeIfAbsent(schema.group(2), any -> new TreeSet<>()).add(schema.group(1));
    }
    assertThat(releases).containsOnlyKeys("deployments", "health", "jvm");
    assertThat(releases.values()).containsOnly(Set.of("10", "11", "12", "13"));
  }
}
