package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.model.Attributes;
import io.deploytelemetry.agent.model.Template;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the options from their sources, and collects what is wrong with them. */
final class SettingsReader {

  /** Two slips away from a key of ours is a misspelling; further away it is somebody else's. */
  private static final int MISSPELLING = 2;

  private final Map<String, String> arguments;
  private final Properties properties;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final List<String> problemsOfFile = new ArrayList<>();

  SettingsReader(
      Map<String, String> arguments, Properties properties, Map<String, String> environment) {
    this.arguments = arguments;
    this.properties = properties;
    this.environment = environment;
  }

  Settings read() {
    Settings.Value path = path();
    return read(
        path == null || path.text.isEmpty()
            ? ConfigText.NONE
            : ConfigText.read(new File(path.text)));
  }

  private Settings.@Nullable Value path() {
    Map<Option, Settings.Value> values = new EnumMap<>(Option.class);
    readSources(values, Option.CONFIG);
    return values.get(Option.CONFIG);
  }

  /** Reads the options with what stands in the file. */
  Settings read(ConfigText text) {
    Map<Option, Settings.Value> values = new EnumMap<>(Option.class);
    ConfigFile file = ConfigFile.of(text, new Expansion());
    problemsOfFile.addAll(file.problems());
    problems.addAll(file.problems());
    for (Option option : Option.values()) {
      ConfigNode inFile = file.options().get(option);
      if (inFile != null) {
        String place = file.place(inFile.line());
        String value = new Expansion().apply(ConfigFile.text(inFile)).trim();
        if (!option.accepts(value)) {
          problemsOfFile.add(wrong(option, value, place));
        }
        put(values, option, value, place);
      }
      readSources(values, option);
    }
    findLabelsSaidTwice(values);
    findUnknownArguments();
    findMisspeltProperties();
    findMisspeltVariables();
    return new Settings(values, text, file, problemsOfFile, problems);
  }

  /**
   * What stands in a file is not expanded by a shell: variables are filled in here. No lambda,
   * because linking the first one costs 20 ms at the start.
   */
  private final class Expansion implements UnaryOperator<String> {

    @Override
    public String apply(String text) {
      return text.contains("${")
          ? Template.parse(text, SettingsReader.this::variable).toString()
          : text;
    }
  }

  private @Nullable String variable(String name) {
    String property = name.isEmpty() ? null : properties.getProperty(name);
    return property != null ? property : environment.get(name);
  }

  private void readSources(Map<Option, Settings.Value> values, Option option) {
    String variable = option.environmentVariable();
    String fromEnvironment = environment.get(variable);
    if (fromEnvironment != null && !fromEnvironment.isEmpty() && !isServiceLink(fromEnvironment)) {
      put(values, option, fromEnvironment, "environment variable " + variable);
    }
    String property = option.property();
    put(values, option, properties.getProperty(property), "system property " + property);
    put(values, option, arguments.get(option.key()), "agent argument " + option.key());
  }

  private void put(
      Map<Option, Settings.Value> values, Option option, @Nullable String text, String source) {
    if (text == null) {
      return;
    }
    String value = text.trim();
    if (option.accepts(value)) {
      values.put(option, new Settings.Value(value, source));
    } else {
      Settings.Value kept = values.get(option);
      problems.add(
          wrong(option, value, source)
              + ". Using "
              + (kept == null ? option.defaultValue() : shown(kept.text)));
    }
  }

  private static String wrong(Option option, String value, String source) {
    boolean isPlace = source.matches(".*:[0-9]+"); // which does not name the option
    String subject = isPlace ? source + ": " + option.key() : source;
    return subject + " has the value '" + shown(value) + "'; it must be " + option.allowed();
  }

  private static String shown(String value) {
    return Excerpt.of(Redacted.text(value));
  }

  /** No metric can have two labels of one name. */
  private void findLabelsSaidTwice(Map<Option, Settings.Value> values) {
    Settings.Value labels = values.get(Option.LABELS);
    Settings.Value constant = values.get(Option.CONSTANT_LABELS);
    if (labels == null || constant == null) {
      return;
    }
    for (String label : Option.list(labels.text)) {
      if (Attributes.parse(constant.text).containsKey(label)) {
        problems.add(
            constant.source
                + ": the constant label '"
                + label
                + "' is among the labels of calls too ("
                + labels.source
                + "), and is ignored");
      }
    }
  }

  private void findUnknownArguments() {
    Option before = null;
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      String key = argument.getKey();
      Option option = Option.ofKey(key);
      if (option == null && before != null && before.isSecret() && !isSlip(argument)) {
        problems.add(
            "agent argument "
                + before.key()
                + " has a comma in it, and what stands behind it is ignored. Write \\, for a"
                + " comma");
        continue;
      }
      before = option;
      if (option == null) {
        problems.add(
            "agent argument '"
                + Excerpt.of(key)
                + "' is not an option and is ignored"
                + suggestion(key));
      } else if (argument.getValue() == null) {
        problems.add(
            "agent argument '" + key + "' has no value and is ignored. Write " + key + "=VALUE");
      }
    }
  }

  private static boolean isSlip(Map.Entry<String, String> argument) {
    return argument.getValue() != null && isLike(argument.getKey());
  }

  private static boolean isLike(String key) {
    return EditDistance.between(key, Option.nearest(key).key())
        <= Math.max(MISSPELLING, key.length() / 2);
  }

  private static String suggestion(String key) {
    String nearest = Option.nearest(key).key();
    return isLike(key) ? ". Did you mean '" + nearest + "'?" : "; docs/configuration.md lists them";
  }

  private void findMisspeltProperties() {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith("telemetry.")) {
        String key = name.substring("telemetry.".length());
        Option meant = Option.nearest(key);
        if (isMisspelling(key, meant)) {
          problems.add(
              "system property "
                  + name
                  + " is not an option and is ignored. Did you mean "
                  + meant.property()
                  + "?");
        }
      }
    }
  }

  private void findMisspeltVariables() {
    for (String name : environment.keySet()) {
      if (name.startsWith("TELEMETRY_")) {
        String key = name.substring("TELEMETRY_".length()).toLowerCase(Locale.ROOT);
        Option meant = Option.nearest(key.replace('_', '.'));
        if (isMisspelling(key.replace('_', '.'), meant)) {
          problems.add(
              "environment variable "
                  + name
                  + " is not an option and is ignored. Did you mean "
                  + meant.environmentVariable()
                  + "?");
        }
      }
    }
  }

  private static boolean isMisspelling(String key, Option meant) {
    int edits = EditDistance.between(key, meant.key());
    return edits > 0 && edits <= MISSPELLING;
  }

  /** A Kubernetes Service named telemetry injects {@code TELEMETRY_PORT=tcp://10.0.0.1:80}. */
  private static boolean isServiceLink(String value) {
    return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
  }
}
