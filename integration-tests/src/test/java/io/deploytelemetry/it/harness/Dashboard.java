package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard as users get it. */
public record Dashboard(String name, JsonNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

  /** The values of a label of the series that a selector selects. */
  public record LabelValues(String selector, String label) {}

  /** All that there are. */
  public static List<Dashboard> all() throws IOException {
    List<Dashboard> dashboards = new ArrayList<>();
    for (String name : List.of("deployments", "health", "jvm")) {
      String text = Files.readString(Artifacts.ofRepository("dashboards/" + name + ".json"));
      dashboards.add(new Dashboard(name, JSON.readTree(text)));
    }
    return dashboards;
  }

  /** The panels that show something: all but the titles of rows. */
  public List<Panel> panels() {
    return stream(json.path("panels"))
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .map(panel -> new Panel(name, panel))
        .toList();
  }

  /** The variables. */
  public List<JsonNode> variables() {
    return stream(json.path("templating").path("list")).toList();
  }

  /** The variables whose values are those of a label, by their names. */
  public Map<String, LabelValues> labelValues() {
    Map<String, LabelValues> queries = new LinkedHashMap<>();
    for (JsonNode variable : variables()) {
      if (variable.path("type").asText().equals("query")) {
        Matcher query = LABEL_VALUES.matcher(variable.path("query").path("query").asText());
        assertThat(query.matches()).as(variable.toString()).isTrue();
        queries.put(
            variable.path("name").asText(), new LabelValues(query.group(1), query.group(2)));
      }
    }
    return queries;
  }

  /** The queries of the annotations. */
  public List<JsonNode> annotations() {
    return stream(json.path("annotations").path("list")).toList();
  }

  /** The elements of an array. */
  public static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return name;
  }

  /** A panel of a dashboard. */
  public record Panel(String dashboard, JsonNode json) {

    /** The panel's kind. */
    public String type() {
      return json.path("type").asText();
    }

    /** The unit of its values. */
    public String unit() {
      return json.path("fieldConfig").path("defaults").path("unit").asText();
    }

    /** The queries. */
    public List<JsonNode> targets() {
      return stream(json.path("targets")).toList();
    }

    @Override
    public String toString() {
      return dashboard + ": " + json.path("title").asText();
    }
  }
}
