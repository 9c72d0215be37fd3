package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Catalogue;
import io.deploytelemetry.it.harness.Dashboard;
import io.deploytelemetry.it.harness.Dashboard.Panel;
import io.deploytelemetry.it.harness.Meaning;
import io.deploytelemetry.it.harness.Programs;
import io.deploytelemetry.it.harness.Promql;
import io.deploytelemetry.it.harness.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The dashboards against Grafana's conventions, those of its linter among them, and against the
 * catalogue of metrics. What they show of a running agent is in {@code DashboardsOnLiveDataIT}.
 */
class DashboardsIT {

  /** Families that no panel needs, and why. */
  private static final Map<String, String> UNUSED =
      Map.of(
          "deployments_started_total", "those that have ended and those that run are shown",
          "rollbacks_started_total", "those that have ended and those that run are shown",
          "operations_started_total", "those that have ended and those that run are shown");

  private static final Set<String> UNITS =
      Set.of("s", "bytes", "Bps", "percentunit", "short", "ops", "opm", "string");

  /** The windows over which rare and frequent events are counted. */
  private static final Set<String> WINDOWS =
      Set.of(
          "rate[$__rate_interval]",
          "increase[$__rate_interval]",
          "increase[$__range]",
          "increase[$window]",
          "last_over_time[1h]",
          "min_over_time[$__range]",
          "min_over_time[$window]",
          "avg_over_time[$__range]");

  /** What a quantity may be shown as. */
  private static final Map<String, Set<String>> UNITS_OF =
      Map.of(
          "seconds", Set.of("s"),
          "bytes", Set.of("bytes"),
          "bytes per second", Set.of("Bps"),
          "ratio", Set.of("percentunit"),
          "ratio of time", Set.of("percentunit", "short"), // or as processors kept busy
          "number", Set.of("short"),
          "number by seconds", Set.of("short"), // the cells of a heat map
          "number per second", Set.of("ops"),
          "number per minute", Set.of("opm"));

  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern VARIABLE_QUERY = Pattern.compile("label_values\\((.+), ([a-z]+)\\)");

  private static Catalogue catalogue;
  private static List<Dashboard> dashboards;

  @BeforeAll
  static void read() throws IOException {
    catalogue = Catalogue.read();
    dashboards = Dashboard.all();
  }

  @Test
  void theFilesAreThoseThatTheirSourceMakes() throws IOException, InterruptedException {
    String said =
        Programs.outputOf(
            Path.of("."),
            Programs.onPath("node", "Node.js").toString(),
            Artifacts.ofRepository("dashboards/source/generate.mjs").toString(),
            "--check");
    assertThat(said).isEmpty();
  }

  @Test
  void importsAsAClassicDashboardUnderAnAddressThatStays() {
    for (Dashboard dashboard : dashboards) {
      JsonNode json = dashboard.json();
      assertThat(json.path("uid").asText()).isEqualTo("deployment-telemetry-" + dashboard);
      assertThat(json.path("title").asText()).isNotBlank();
      assertThat(json.path("description").asText()).isNotBlank();
      assertThat(json.path("schemaVersion").asInt()).isEqualTo(39);
      assertThat(json.path("editable").asBoolean(true)).isFalse();
      assertThat(json.has("id")).isFalse();
    }
  }

  @Test
  void leadsToTheOthersWithVariablesAndTime() {
    for (Dashboard dashboard : dashboards) {
      JsonNode link = dashboard.json().path("links").path(0);
      assertThat(link.path("type").asText()).isEqualTo("dashboards");
      assertThat(link.path("tags")).isEqualTo(dashboard.json().path("tags"));
      assertThat(link.path("includeVars").asBoolean()).isTrue();
      assertThat(link.path("keepTime").asBoolean()).isTrue();
    }
  }

  @Test
  void asksForDataSourceJobInstanceEnvironmentAndApplicationAndUsesEachAnswer() {
    for (Dashboard dashboard : dashboards) {
      List<JsonNode> variables = dashboard.variables();
      assertThat(variables)
          .extracting(variable -> variable.path("name").asText())
          .startsWith("datasource", "job", "instance", "environment", "application");
      for (JsonNode variable : variables) {
        String name = variable.path("name").asText();
        assertThat(variable.path("label").asText()).isNotBlank();
        assertThat(dashboard.json().toString()).containsPattern("\\$\\{?" + name + "\\b");
        if (variable.path("type").asText().equals("query")) {
          assertThat(variable.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
          assertThat(variable.path("refresh").asInt()).as("on change of time").isEqualTo(2);
          assertThat(variable.path("multi").asBoolean()).isTrue();
          assertThat(variable.path("includeAll").asBoolean()).isTrue();
          assertThat(variable.path("allValue").asText()).isIn(".+", ".*");
        }
      }
    }
  }

  @Test
  void everyPanelHasATitleADescriptionAUnitQueriesAndTheChosenDataSource() {
    for (Dashboard dashboard : dashboards) {
      Set<String> titles = new HashSet<>();
      for (Panel panel : dashboard.panels()) {
        JsonNode json = panel.json();
        assertThat(titles.add(json.path("title").asText())).as(panel + " once").isTrue();
        assertThat(json.path("description").asText()).as(panel.toString()).endsWith(".");
        assertThat(panel.unit()).as(panel.toString()).isIn(UNITS);
        assertThat(panel.targets()).as(panel.toString()).isNotEmpty();
        assertThat(json.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
        for (JsonNode target : panel.targets()) {
          assertThat(target.path("datasource")).isEqualTo(json.path("datasource"));
        }
      }
    }
  }

  /** The last value of a range would stay when its agent is gone. */
  @Test
  void singleFiguresAreThoseOfTheEndOfTheTimeRange() {
    for (Dashboard dashboard : dashboards) {
      for (Panel panel : dashboard.panels()) {
        if (Set.of("stat", "bargauge").contains(panel.type())) {
          assertThat(panel.targets())
              .as(panel.toString())
              .allMatch(target -> target.path("instant").asBoolean());
        }
      }
    }
  }

  @Test
  void panelsHaveNumbersOfTheirOwnAndDoNotOverlap() {
    for (Dashboard dashboard : dashboards) {
      Set<Integer> ids = new HashSet<>();
      Set<List<Integer>> taken = new HashSet<>();
      for (JsonNode panel : dashboard.json().path("panels")) {
        assertThat(ids.add(panel.path("id").asInt())).isTrue();
        JsonNode at = panel.path("gridPos");
        assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
        for (int x = 0; x < at.path("w").asInt(); x++) {
          for (int y = 0; y < at.path("h").asInt(); y++) {
            assertThat(taken.add(List.of(at.path("x").asInt() + x, at.path("y").asInt() + y)))
                .as(dashboard + ": " + panel.path("title").asText())
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void everyQueryCanHaveAResultAndItsLegendNamesLabelsOfIt() {
    for (Dashboard dashboard : dashboards) {
      for (Panel panel : dashboard.panels()) {
        for (JsonNode target : panel.targets()) {
          Meaning meaning = new Meaning(catalogue);
          Set<String> labels = labels(meaning, panel.toString(), target.path("expr").asText());
          assertThat(meaning.windows()).as(panel.toString()).isSubsetOf(WINDOWS);
          assertThat(labels)
              .as(panel.toString())
              .containsAll(legendLabels(target.path("legendFormat").asText()));
        }
      }
    }
  }

  @Test
  void everySelectorIsForTheChosenJobsInstancesEnvironmentsAndApplications() {
    for (Dashboard dashboard : dashboards) {
      for (Map.Entry<String, String> query : queries(dashboard)) {
        for (Promql.Selector selector : selectors(Promql.parse(query.getValue()))) {
          Set<String> wanted = new TreeSet<>(Set.of("job", "instance"));
          if (catalogue.of(selector.metric()).labels().contains("application")) {
            wanted.addAll(Set.of("environment", "application"));
          }
          assertThat(selector.matched()).as(query.getKey()).containsAll(wanted);
        }
      }
    }
  }

  @Test
  void theUnitsAreThoseOfTheMetrics() {
    for (Dashboard dashboard : dashboards) {
      for (Panel panel : dashboard.panels()) {
        if (!panel.type().equals("table")) { // whose columns have units of their own
          for (JsonNode target : panel.targets()) {
            String of = Quantity.of(Promql.parse(target.path("expr").asText()));
            assertThat(UNITS_OF.get(of)).as(panel + ", " + of).contains(panel.unit());
          }
        }
      }
    }
  }

  @Test
  void tablesShowLabelsAsTheyAreAlsoThoseThatLookLikeNumbers() {
    for (Dashboard dashboard : dashboards) {
      for (Panel panel : dashboard.panels()) {
        assertThat(panel.unit().equals("string"))
            .as(panel.toString())
            .isEqualTo(panel.type().equals("table"));
      }
    }
  }

  @Test
  void deploymentsAreAnnotationsOnEveryGraph() {
    for (Dashboard dashboard : dashboards) {
      assertThat(dashboard.annotations())
          .extracting(annotation -> annotation.path("name").asText())
          .containsExactly("Deployments", "Failed deployments", "Rollbacks");
      for (JsonNode annotation : dashboard.annotations()) {
        String expression = annotation.path("expr").asText();
        Set<String> labels = labels(new Meaning(catalogue), "annotation", expression);
        assertThat(expression).endsWith("* 1000").contains("_timestamp_seconds");
        assertThat(labels)
            .containsAll(legendLabels(annotation.path("titleFormat").asText()))
            .containsAll(legendLabels(annotation.path("textFormat").asText()));
      }
    }
  }

  @Test
  void theVariablesAreValuesOfLabelsThatTheirMetricsHave() {
    for (Dashboard dashboard : dashboards) {
      for (Dashboard.LabelValues values : dashboard.labelValues().values()) {
        assertThat(labels(new Meaning(catalogue), "variable", values.selector()))
            .contains(values.label());
      }
    }
  }

  @Test
  void everyFamilyOfTheAgentIsInAPanelOrNeedsNone() {
    Meaning meaning = new Meaning(catalogue);
    for (Dashboard dashboard : dashboards) {
      for (Map.Entry<String, String> query : queries(dashboard)) {
        labels(meaning, query.getKey(), query.getValue());
      }
    }
    Set<String> unused = new TreeSet<>(catalogue.own());
    unused.removeAll(meaning.families());
    assertThat(unused).isEqualTo(new TreeSet<>(UNUSED.keySet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deployments_ended_total",
        "sum(deployments_total{check='a'})",
        "sum by (check) (increase(deployments_total[$__range]))",
        "rate(deployments_in_progress[$__rate_interval])",
        "sum(deployments_total)",
        "deployments_total / deployments_total",
        "sum by (outcome) (rate(deployments_total[5m])) / sum(rate(deployments_total[5m]))",
        "health_check_status * on (group) health_status and health_check_period_seconds",
        "histogram_quantile(0.5, rate(deployment_duration_seconds_bucket[5m]))",
        "histogram_quantile(0.5, sum by (outcome) (deployment_duration_seconds_bucket))",
        "rate(deployment_lead_time_seconds[5m])"
      })
  void whatCanHaveNoResultOrAWrongOneIsFound(String expression) {
    assertThatThrownBy(() -> new Meaning(catalogue).labels(Promql.parse(expression)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void promtoolUnderstandsEveryQuery(@TempDir Path directory)
      throws IOException, InterruptedException {
    StringBuilder rules = new StringBuilder("groups:\n- name: dashboards\n  rules:\n");
    int number = 0;
    for (Dashboard dashboard : dashboards) {
      for (Map.Entry<String, String> query : queries(dashboard)) {
        String expression = query.getValue().replaceAll("(\\[|offset )\\$\\w+", "$15m");
        rules
            .append("  - record: dashboards:query_")
            .append(number++)
            .append("\n    expr: >-\n      ")
            .append(expression.replace("$__range_s", "300"))
            .append('\n');
      }
    }
    Path file = Files.writeString(directory.resolve("rules.yml"), rules);
    assertThat(
            Programs.outputOf(
                directory,
                Programs.onPath("promtool", "Prometheus").toString(),
                "check",
                "rules",
                "--lint=none",
                file.toString()))
        .contains("SUCCESS: " + number + " rules found");
  }

  private static Set<String> labels(Meaning meaning, String where, String expression) {
    try {
      return meaning.labels(Promql.parse(expression));
    } catch (AssertionError e) {
      throw new AssertionError(where + ": " + e.getMessage() + "\n" + expression, e);
    }
  }

  /** Where each query stands, and the query. */
  private static List<Map.Entry<String, String>> queries(Dashboard dashboard) {
    List<Map.Entry<String, String>> queries = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      for (JsonNode target : panel.targets()) {
        queries.add(Map.entry(panel.toString(), target.path("expr").asText()));
      }
    }
    for (JsonNode annotation : dashboard.annotations()) {
      queries.add(Map.entry(dashboard + ": annotation", annotation.path("expr").asText()));
    }
    return queries;
  }

  private static List<Promql.Selector> selectors(Promql.Expression expression) {
    List<Promql.Selector> selectors = new ArrayList<>();
    if (expression instanceof Promql.Selector selector) {
      selectors.add(selector);
    }
    expression.parts().forEach(part -> selectors.addAll(selectors(part)));
    return selectors;
  }

  private static List<String> legendLabels(String legend) {
    return LEGEND_LABEL.matcher(legend).results().map(label -> label.group(1)).toList();
  }
}
