package io.deploytelemetry.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard as users get it. */
public record Dashboard(String name, JsonNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();

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
