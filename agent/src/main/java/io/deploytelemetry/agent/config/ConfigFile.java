package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.model.Attributes;
import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.OperationKind;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration file: options, and what only a file can say: rules, annotations that
 * already exist, buckets. What is wrong is named with its line and left out; the rest counts.
 */
final class ConfigFile {

  private static final List<String> SECTIONS =
      Arrays.asList("rules", "annotations", "buckets", "checks");

  /** Who has that many looks at the first ones. */
  private static final int MOST_PROBLEMS = 100;

  private final String name;

  private final UnaryOperator<String> variables;

  private final Map<Option, ConfigNode> options = new EnumMap<>(Option.class);
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, OperationKind> annotations = new LinkedHashMap<>();
  private final Map<String, double[]> buckets = new LinkedHashMap<>();
  private final List<DeclaredCheck> checks = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigFile(String name, UnaryOperator<String> variables) {
    this.name = name;
    this.variables = variables;
  }

  /**
   * Reads what stands in a file; if it could not be read at all, that is the one problem.
   *
   * @param variables fills in what stands for variables in a text
   */
  static ConfigFile of(ConfigText text, UnaryOperator<String> variables) {
    ConfigFile config = new ConfigFile(text.name(), variables);
    String problem = text.problem();
    if (problem != null) {
      config.problems.add(problem);
    } else if (!text.isEmpty()) { // for nothing the library need not be loaded
      config.read(text.open());
    }
    return config;
  }

  private void read(Reader source) {
    ConfigNode root;
    try {
      root = YamlReader.read(source);
    } catch (YamlReader.MalformedException malformed) {
      problem(malformed.line(), "the file is no YAML and is ignored: " + malformed.getMessage());
      return;
    }
    if (root == null) {
      return;
    }
    if (!root.is(ConfigNode.Shape.MAP)) {
      problem(root.line(), "the file must be a map of keys to values, and is ignored");
      return;
    }
    for (Map.Entry<String, ConfigNode> entry : root.entries().entrySet()) {
      switch (entry.getKey()) {
        case "rules":
          readRules(entry.getValue());
          break;
        case "annotations":
          readAnnotations(entry.getValue());
          break;
        case "buckets":
          readBuckets(entry.getValue());
          break;
        case "checks":
          readChecks(entry.getValue());
          break;
        default:
          readOption(entry.getKey(), entry.getValue());
          break;
      }
    }
  }

  /** The options that are set, checked by whoever reads them. */
  Map<Option, ConfigNode> options() {
    return options;
  }

  List<Rule> rules() {
    return Collections.unmodifiableList(rules);
  }

  /** The binary names of annotations that stand for one of ours. */
  Map<String, OperationKind> annotations() {
    return Collections.unmodifiableMap(annotations);
  }

  /** The upper bounds that stand in for the catalogue's, by the histogram's name. */
  Map<String, double[]> buckets() {
    return Collections.unmodifiableMap(buckets);
  }

  /** The health checks that need no code. */
  List<DeclaredCheck> checks() {
    return Collections.unmodifiableList(checks);
  }

  /** What is wrong, one line each. */
  List<String> problems() {
    return problems;
  }

  /** Where a line is, for people. */
  String place(int line) {
    return name + ":" + line;
  }

  /** A key may be written with its dots, or as a map within a map. */
  private void readOption(String key, ConfigNode value) {
    Option option = Option.ofKey(key);
    boolean isMap = value.is(ConfigNode.Shape.MAP);
    if (isMap && Option.isPrefix(key) && (option == null || !option.takesMap())) {
      value.entries().forEach((inner, node) -> readOption(key + "." + inner, node));
    } else if (option == Option.CONFIG) {
      problem(value.line(), "a configuration file cannot name another one; 'config' is ignored");
    } else if (option != null) {
      options.put(option, value);
    } else {
      List<String> known = new ArrayList<>(SECTIONS);
      for (Option each : Option.values()) {
        known.add(each.key());
      }
      problem(
          value.line(),
          "'"
              + Excerpt.of(key)
              + "' is no key of the configuration and is ignored. Did you mean '"
              + EditDistance.nearest(key, known)
              + "'?");
    }
  }

  private void readRules(ConfigNode list) {
    if (!list.is(ConfigNode.Shape.LIST)) {
      problem(list.line(), "rules must be a list, not " + list.shape().words);
    }
    for (ConfigNode item : list.items()) {
      readRule(item);
    }
  }

  private void readRule(ConfigNode item) {
    OperationKind kind = null;
    String methods = "";
    for (Map.Entry<String, ConfigNode> entry : item.entries().entrySet()) {
      OperationKind named = OperationKind.ofRule(entry.getKey());
      if (named != null && kind != null) {
        problem(entry.getValue().line(), "a rule is of one kind; this one is ignored");
        return;
      }
      if (named != null) {
        kind = named;
        methods = entry.getValue().text().trim();
      }
    }
    List<String> kinds = OperationKind.rules();
    if (kind == null) {
      String first = item.entries().isEmpty() ? "" : item.entries().keySet().iterator().next();
      problem(
          item.line(),
          "a rule names its methods behind one of "
              + String.join(", ", kinds)
              + "; this one is ignored."
              + (first.isEmpty()
                  ? ""
                  : " Did you mean '"
                      + EditDistance.nearest(first, kinds)
                      + "', not '"
                      + Excerpt.of(first)
                      + "'?"));
    } else if (methods.isEmpty()) {
      problem(item.line(), "the rule names no method, as in com.acme.Deployer#deploy; ignored");
    } else {
      rules.add(new Rule(kind, methods, attributes(kind, item), place(item.line())));
    }
  }

  private Map<String, String> attributes(OperationKind kind, ConfigNode item) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigNode> entry : item.entries().entrySet()) {
      String attribute = entry.getKey();
      if (kind.hasAttribute(attribute)) {
        String text = text(entry.getValue());
        if (!text.isEmpty()) { // else it is not set
          attributes.put(attribute, text);
        }
      } else if (OperationKind.ofRule(attribute) == null) {
        problem(
            entry.getValue().line(),
            "'"
                + Excerpt.of(attribute)
                + "' is no attribute of a "
                + kind.ruleWord()
                + " and is ignored. Did"
                + " you mean '"
                + EditDistance.nearest(attribute, kind.attributes())
                + "'?");
      }
    }
    return attributes;
  }

  private void readAnnotations(ConfigNode map) {
    if (!map.is(ConfigNode.Shape.MAP)) {
      problem(map.line(), "annotations must be a map of names to kinds");
    }
    map.entries()
        .forEach(
            (annotation, node) -> {
              OperationKind kind = OperationKind.ofRule(node.text());
              if (kind == null) {
                problem(
                    node.line(),
                    "'"
                        + Excerpt.of(node.text())
                        + "' is no kind; @"
                        + Excerpt.of(annotation)
                        + " is ignored. Did you mean"
                        + " '"
                        + EditDistance.nearest(node.text(), OperationKind.rules())
                        + "'?");
              } else {
                annotations.put(annotation, kind);
              }
            });
  }

  private void readBuckets(ConfigNode map) {
    if (!map.is(ConfigNode.Shape.MAP)) {
      problem(map.line(), "buckets must be a map of histograms to lists of upper bounds");
    }
    map.entries()
        .forEach(
            (histogram, node) -> {
              double[] bounds = bounds(node);
              if (!Family.histograms().contains(histogram)) {
                problem(
                    node.line(),
                    "'"
                        + Excerpt.of(histogram)
                        + "' is no histogram; its buckets are ignored. Did you mean '"
                        + EditDistance.nearest(histogram, Family.histograms())
                        + "'?");
              } else if (bounds == null) {
                problem(
                    node.line(),
                    "the buckets of "
                        + histogram
                        + " must be a list of 1 to 100 positive numbers of seconds, each larger"
                        + " than the one before; those of the catalogue stay");
              } else {
                buckets.put(histogram, bounds);
              }
            });
  }

  private void readChecks(ConfigNode list) {
    if (!list.is(ConfigNode.Shape.LIST)) {
      problem(list.line(), "checks must be a list, not " + list.shape().words);
    }
    for (ConfigNode item : list.items()) {
      readCheck(item);
    }
  }

  private void readCheck(ConfigNode item) {
    DeclaredCheck.Type type = null;
    String target = "";
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigNode> entry : item.entries().entrySet()) {
      DeclaredCheck.Type named = DeclaredCheck.Type.ofKey(entry.getKey());
      String text = filledIn(entry.getValue());
      if (named == null) {
        attributes.put(entry.getKey(), text);
      } else {
        type = named;
        target = text;
      }
    }
    if (type == null) {
      problem(item.line(), "a check begins with one of http, tcp, jdbc; this one is ignored");
      return;
    }
    DeclaredCheck check = new DeclaredCheck(type, target, attributes);
    for (String attribute : attributes.keySet()) {
      if (!check.known().contains(attribute)) {
        problem(
            item.line(),
            "'"
                + Excerpt.of(attribute)
                + "' is no attribute of a check by "
                + type.key()
                + " and is ignored. Did you mean '"
                + EditDistance.nearest(attribute, check.known())
                + "'?");
      }
    }
    String problem = check.problem();
    if (problem == null) {
      checks.add(check);
    } else {
      problem(item.line(), problem + "; the check is ignored");
    }
  }

  private String filledIn(ConfigNode node) {
    return variables.apply(text(node)).trim();
  }

  private static double @Nullable [] bounds(ConfigNode node) {
    double[] bounds = new double[node.items().size()];
    for (int i = 0; i < bounds.length; i++) {
      try {
        bounds[i] = Double.parseDouble(node.items().get(i).text());
      } catch (NumberFormatException noNumber) {
        return null;
      }
      double before = i == 0 ? 0 : bounds[i - 1];
      if (!(bounds[i] > before) || bounds[i] > 8_000_000) {
        return null;
      }
    }
    return bounds.length == 0 || bounds.length > 100 ? null : bounds;
  }

  /** A value as it would be written in an agent argument: lists and maps with commas. */
  static String text(ConfigNode node) {
    List<String> parts = new ArrayList<>();
    for (ConfigNode item : node.items()) {
      parts.add(item.text());
    }
    node.entries().forEach((key, value) -> parts.add(key + "=" + Attributes.escaped(value.text())));
    return node.is(ConfigNode.Shape.TEXT) ? node.text() : String.join(",", parts);
  }

  private void problem(int line, String what) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(place(line) + ": " + what);
    } else if (problems.size() == MOST_PROBLEMS) {
      problems.add(place(line) + ": there is more that is wrong from here on");
    }
  }
}
