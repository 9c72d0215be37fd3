package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.model.Template;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads the options from their sources, and collects what is wrong with them. */
final class SettingsReader {

  /** Two slips away from a key of ours is a misspelling; further away it is somebody else's. */
  private static final int MISSPELLING = 2;

  private final Map<String, String> arguments;
  private final Properties properties;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  SettingsReader(
      Map<String, String> arguments, Properties properties, Map<String, String> environment) {
    this.arguments = arguments;
    this.properties = properties;
    this.environment = environment;
  }

  Settings read() {
    Map<Option, Settings.Value> values = new EnumMap<>(Option.class);
    readSources(values, Option.CONFIG);
    ConfigFile file = file(values.get(Option.CONFIG));
    problems.addAll(file.problems());
    for (Option option : Option.values()) {
      ConfigNode inFile = file.options().get(option);
      if (inFile != null) {
        put(values, option, expanded(ConfigFile.text(inFile)), file.place(inFile.line()));
      }
      if (option != Option.CONFIG) {
        readSources(values, option);
      }
    }
    findUnknownArguments();
    findMisspeltProperties();
    findMisspeltVariables();
    return new Settings(values, file, problems);
  }

  /** What stands in a file is not expanded by a shell: variables are filled in here. */
  private String expanded(String text) {
    return text.contains("${") ? Template.parse(text, this::variable).toString() : text;
  }

  private @Nullable String variable(String name) {
    String property = name.isEmpty() ? null : properties.getProperty(name);
    return property != null ? property : environment.get(name);
  }

  private ConfigFile file(Settings.@Nullable Value path) {
    return path == null || path.text.isEmpty()
        ? ConfigFile.none()
        : ConfigFile.read(new File(path.text), this::expanded);
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

  /** One line for each wrong value and unknown key: what, why, what to do. */
  List<String> problems() {
    return problems;
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
          source
              + " has the value '"
              + value.replaceAll("//[^/@]*@", "//…@") // there may be a password
              + "'; it must be "
              + option.allowed()
              + ". Using "
              + (kept == null ? option.defaultValue() : kept.text));
    }
  }

  private void findUnknownArguments() {
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      String key = argument.getKey();
      if (Option.ofKey(key) == null) {
        problems.add(
            "agent argument '" + key + "' is not an option and is ignored" + suggestion(key));
      } else if (argument.getValue() == null) {
        problems.add(
            "agent argument '" + key + "' has no value and is ignored. Write " + key + "=VALUE");
      }
    }
  }

  private static String suggestion(String key) {
    String nearest = Option.nearest(key).key();
    boolean isLikely =
        EditDistance.between(key, nearest) <= Math.max(MISSPELLING, key.length() / 2);
    return isLikely ? ". Did you mean '" + nearest + "'?" : "; docs/configuration.md lists them";
  }

  private void findMisspeltProperties() {
    for (Object name : properties.keySet()) {
      if (name instanceof String && ((String) name).startsWith("telemetry.")) {
        String key = ((String) name).substring("telemetry.".length());
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
