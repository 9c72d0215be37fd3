package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the panels of all dashboards show, by their names: one result for each query. */
public record ShownPanels(Map<String, List<JsonNode>> byName) {

  /** Asks every query of every panel as Grafana would. */
  public static ShownPanels of(PrometheusServer prometheus, GrafanaVariables variables)
      throws IOException {
    Map<String, List<JsonNode>> shown = new TreeMap<>();
    for (Dashboard dashboard : Dashboard.all()) {
      for (Dashboard.Panel panel : dashboard.panels()) {
        shown.put(panel.toString(), results(panel, prometheus, variables));
      }
    }
    return new ShownPanels(shown);
  }

  /** Asks the queries of a panel as Grafana would. */
  public static List<JsonNode> results(
      Dashboard.Panel panel, PrometheusServer prometheus, GrafanaVariables variables) {
    List<JsonNode> results = new ArrayList<>();
    for (JsonNode target : panel.targets()) {
      String expression = variables.in(target.path("expr").asText());
      results.add(
          target.path("instant").asBoolean()
              ? prometheus.newest(expression)
              : prometheus.values(expression, variables.from(), variables.to(), 2));
    }
    return results;
  }

  /** The panels that show nothing, or not a number. */
  public List<String> incomplete() {
    return byName.keySet().stream()
        .filter(
            name ->
                byName.get(name).stream().anyMatch(JsonNode::isEmpty)
                    || byName.get(name).toString().contains("NaN"))
        .toList();
  }

  /** The newest value of a panel whose query has one series. */
  public double only(String panel) {
    return only(panel, 0);
  }

  /** The newest value of one query of a panel, which has one series. */
  public double only(String panel, int query) {
    JsonNode result = byName.get(panel).get(query);
    assertThat(result).as(panel).hasSize(1);
    return last(result.path(0));
  }

  /** The newest values of one query of a panel by the values of a label. */
  public Map<String, Double> byLabel(String panel, int query, String label) {
    Map<String, Double> values = new TreeMap<>();
    for (JsonNode series : byName.get(panel).get(query)) {
      values.put(series.path("metric").path(label).asText(), last(series));
    }
    return values;
  }

  /** The newest value of a series. */
  public static double last(JsonNode series) {
    JsonNode values = series.path("values");
    JsonNode newest = values.isEmpty() ? series.path("value") : values.path(values.size() - 1);
    return newest.path(1).asDouble();
  }
}
