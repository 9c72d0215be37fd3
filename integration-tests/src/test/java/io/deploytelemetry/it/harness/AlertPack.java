package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The folder {@code alerts} as users copy it. */
public final class AlertPack {

  /** An alert at one level. */
  public record Alert(
      String name,
      String expression,
      String duration,
      Map<String, String> labels,
      Map<String, String> annotations) {}

  /** A recorded expression. */
  public record Recorded(String name, String expression) {

    /** Its labels: by convention what stands before the first colon. */
    public Set<String> level() {
      return new TreeSet<>(List.of(name.substring(0, name.indexOf(':')).split("_")));
    }
  }

  /** A case of {@code promtool test rules}. */
  public record Case(
      String name, List<String> series, List<String> expressions, List<Expectation> expectations) {}

  /** What a case says of an alert at a time. */
  public record Expectation(String alert, boolean fires) {}

  private AlertPack() {}

  /** A file of the pack. */
  public static Path file(String name) {
    return Artifacts.ofRepository("alerts").resolve(name);
  }

  /** Copies a file of the pack, to be changed. */
  public static Path copy(String name, Path directory) throws IOException {
    return Files.copy(file(name), directory.resolve(name));
  }

  /** Changes a parameter of an alert in a copy, where README.md says that it is. */
  public static void change(Path rules, String alert, String from, String to) throws IOException {
    String text = Files.readString(rules);
    int begin = text.indexOf("- alert: " + alert + "\n");
    int at = text.indexOf(from, begin);
    assertThat(text.substring(begin, at)).as(from + " of " + alert).doesNotContain("runbook_url");
    Files.writeString(rules, text.substring(0, at) + to + text.substring(at + from.length()));
  }

  /** The configuration of a Prometheus that evaluates rules and sends alerts, YAML. */
  public static String sentTo(int alertmanager, Path... rules) {
    return """
    rule_files: %s
    alerting:
      alertmanagers:
      - static_configs: [{targets: ["127.0.0.1:%d"]}]
    """
        .formatted(List.of(rules), alertmanager);
  }

  /** All alerts, each level on its own, in the order of the file. */
  public static List<Alert> alerts() throws IOException {
    return rules("alert-rules.yml").stream()
        .map(
            rule ->
                new Alert(
                    text(rule, "alert"),
                    text(rule, "expr"),
                    text(rule, "for"),
                    texts(rule, "labels"),
                    texts(rule, "annotations")))
        .toList();
  }

  /** All recorded expressions. */
  public static List<Recorded> recorded() throws IOException {
    return rules("recording-rules.yml").stream()
        .map(rule -> new Recorded(text(rule, "record"), text(rule, "expr")))
        .toList();
  }

  /** The files with cases. */
  public static List<Path> tests() throws IOException {
    try (Stream<Path> files = Files.list(file("tests"))) {
      return files.sorted().toList();
    }
  }

  /** All cases. */
  public static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Path file : tests()) {
      for (Map<?, ?> test : maps(load(file), "tests")) {
        cases.add(
            new Case(
                text(test, "name"),
                maps(test, "input_series").stream().map(input -> text(input, "series")).toList(),
                maps(test, "promql_expr_test").stream().map(part -> text(part, "expr")).toList(),
                maps(test, "alert_rule_test").stream()
                    .map(
                        part ->
                            new Expectation(
                                text(part, "alertname"), !maps(part, "exp_alerts").isEmpty()))
                    .toList()));
      }
    }
    return cases;
  }

  private static List<Map<?, ?>> rules(String file) throws IOException {
    List<Map<?, ?>> rules = new ArrayList<>();
    for (Map<?, ?> group : maps(load(file(file)), "groups")) {
      rules.addAll(maps(group, "rules"));
    }
    return rules;
  }

  private static Map<?, ?> load(Path file) throws IOException {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    return (Map<?, ?>) new Load(settings).loadFromString(Files.readString(file));
  }

  private static List<Map<?, ?>> maps(Map<?, ?> in, String key) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (in.get(key) instanceof List<?> list) {
      list.forEach(entry -> maps.add((Map<?, ?>) entry));
    }
    return maps;
  }

  private static String text(Map<?, ?> in, String key) {
    Object value = in.get(key);
    return value == null ? "" : value.toString();
  }

  private static Map<String, String> texts(Map<?, ?> in, String key) {
    Map<String, String> texts = new TreeMap<>();
    if (in.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> texts.put(name.toString(), value.toString()));
    }
    return texts;
  }
}
