package io.deploytelemetry.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The folder {@code examples} as users copy it. */
public final class Recipes {

  /** Where all recipes have the agent. */
  public static final String AGENT = "/opt/telemetry/telemetry.jar";

  /** How Prometheus is told to ask Kubernetes, which that of Debian 12 cannot. */
  public static final String POD_DISCOVERY = "kubernetes_sd_configs:\n      - role: pod";

  private static final Pattern OPTION = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| (?:`([^`]+)`)?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Recipes() {}

  /** A file or folder of the examples. */
  public static Path file(String name) {
    return Artifacts.ofRepository("examples").resolve(name);
  }

  /** All files of the examples that are written by hand. */
  public static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(file(""))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("node_modules"))
          .sorted()
          .toList();
    }
  }

  /** The YAML documents of a file. A key that is there twice is an error. */
  public static List<JsonNode> documents(Path file) throws IOException {
    return documents(Files.readString(file), file.toString());
  }

  /** The YAML documents of a text, whose name is for messages. */
  public static List<JsonNode> documents(String text, String name) {
    List<JsonNode> documents = new ArrayList<>();
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    for (Object document : new Load(settings).loadAllFromString(text)) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  /** The document of this kind in a file for Kubernetes. */
  public static JsonNode ofKind(String kind, String file) throws IOException {
    return documents(file(file)).stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** A value of a recipe, with the agent where it has been built. */
  public static String here(String value) {
    return value.replace(AGENT, Artifacts.agent().toString());
  }

  /** The agent's options with their defaults, as documented. */
  public static Map<String, String> options() throws IOException {
    String document = Files.readString(Artifacts.ofRepository("docs/configuration.md"));
    Map<String, String> options = new TreeMap<>();
    OPTION
        .matcher(document.substring(0, document.indexOf("<!-- end of options -->")))
        .results()
        .forEach(row -> options.put(row.group(1), row.group(2) == null ? "" : row.group(2)));
    return options;
  }

  /** What a pattern finds in a text: its group where it has one. */
  public static List<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(found.groupCount()))
        .toList();
  }
}
