package io.deploytelemetry.it.harness;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Grafana puts in place of the variables of a query, for the seconds that a dashboard shows.
 */
public record GrafanaVariables(long from, long to, Map<String, String> values) {

  /** With All chosen everywhere, and a scrape interval of a second. */
  public static GrafanaVariables allOf(long from, long to) {
    String range = String.valueOf(to - from);
    return new GrafanaVariables(
        from,
        to,
        Map.of(
            "__range_s", range,
            "__range", range + "s",
            "__rate_interval", "4s",
            "window", "1d",
            "job", ".+",
            "instance", ".+",
            "environment", ".*",
            "application", ".*"));
  }

  /** With another value for a variable, escaped as Grafana's Prometheus data source does. */
  public GrafanaVariables with(String variable, String value) {
    Map<String, String> changed = new HashMap<>(values);
    changed.put(variable, value);
    return new GrafanaVariables(from, to, changed);
  }

  /** An expression with the values in it. */
  public String in(String expression) {
    String filled = expression;
    List<String> longestFirst =
        values.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    for (String variable : longestFirst) {
      filled = filled.replace("$" + variable, values.get(variable));
    }
    return filled;
  }
}
