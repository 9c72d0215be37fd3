package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Attributes;
import io.deploytelemetry.agent.model.Bounds;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.Limits;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.OutcomeWords;
import io.deploytelemetry.agent.model.Schema;
import io.deploytelemetry.agent.model.TimeSpan;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The value of every option and where it came from: agent arguments, else system properties, else
 * the environment, else the configuration file, else the default. And what only the file can say.
 * Immutable.
 */
public final class Settings {

  /** One option's value. */
  static final class Value {
    final String text;
    final String source;

    Value(String text, String source) {
      this.text = text;
      this.source = source;
    }
  }

  private final Map<Option, Value> values;
  private final List<Rule> rules;
  private final Map<String, OperationKind> annotations;
  private final Map<String, double[]> buckets;
  private final List<DeclaredCheck> checks;
  private final List<String> problemsOfFile;
  private final List<String> problems;
  private final ConfigText text;

  /**
   * Makes settings.
   *
   * @param text what stands in the file
   * @param file what that says
   * @param problemsOfFile what is wrong with it
   * @param problems what is wrong with it and the other sources, and what stands in
   */
  Settings(
      Map<Option, Value> values,
      ConfigText text,
      ConfigFile file,
      List<String> problemsOfFile,
      List<String> problems) {
    this.values = new EnumMap<>(values);
    this.text = text;
    this.rules = file.rules();
    this.annotations = file.annotations();
    this.buckets = file.buckets();
    this.checks = file.checks();
    this.problemsOfFile = Collections.unmodifiableList(new ArrayList<>(problemsOfFile));
    this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
  }

  /** What is in use when a file is read anew: options that need a restart stay as they were. */
  private Settings(Settings read, Settings started) {
    this.values = new EnumMap<>(read.values);
    for (Option option : Option.values()) {
      if (!option.isReloadable()) {
        values.put(option, started.value(option));
      }
    }
    this.text = read.text;
    this.rules = read.rules;
    this.annotations = read.annotations;
    this.buckets = read.buckets;
    this.checks = read.checks;
    this.problemsOfFile = read.problemsOfFile;
    this.problems = read.problems;
  }

  /**
   * Reads the options of this JVM, and nothing else happens. What is wrong is among {@link
   * #problems()}; the next source, in the end the default, stands in for it.
   *
   * @param arguments what follows {@code -javaagent:telemetry.jar=}, {@code ""} for nothing
   */
  public static Settings read(String arguments) {
    return reader(arguments).read();
  }

  /** Reads the options of this JVM with what stands in the file now. */
  static Settings read(String arguments, ConfigText text) {
    return reader(arguments).read(text);
  }

  private static SettingsReader reader(String arguments) {
    return new SettingsReader(
        AgentArguments.parse(arguments), System.getProperties(), System.getenv());
  }

  /** The same, but for the options that need a restart: they are as they were at the start. */
  Settings appliedTo(Settings started) {
    return new Settings(this, started);
  }

  /** The options that have another value than at the start and need a restart to get it. */
  List<String> waitingSince(Settings started) {
    List<String> waiting = new ArrayList<>();
    for (Option option : Option.values()) {
      if (!option.isReloadable() && !get(option).equals(started.get(option))) {
        waiting.add(option.key() + "=" + shown(option) + " (" + source(option) + ")");
      }
    }
    return waiting;
  }

  /** Reads a configuration file and nothing else, and says nothing. */
  public static Settings ofFile(File file) {
    Properties properties = new Properties();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (!name.startsWith("telemetry.")) {
        properties.setProperty(name, System.getProperty(name, ""));
      }
    }
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("TELEMETRY_"));
    return new SettingsReader(
            Collections.singletonMap(Option.CONFIG.key(), file.getPath()), properties, environment)
        .read();
  }

  /** What is wrong with the options and the file, one line each. */
  public List<String> problems() {
    return problems;
  }

  /** What stands in the file. */
  ConfigText text() {
    return text;
  }

  /** What is wrong with the file. */
  List<String> problemsOfFile() {
    return problemsOfFile;
  }

  /** The rules of the configuration file, in its order. */
  public List<Rule> rules() {
    return rules;
  }

  /** The health checks of the configuration file. */
  public List<DeclaredCheck> checks() {
    return checks;
  }

  /** The binary names of annotations that stand for one of ours. */
  public Map<String, OperationKind> annotations() {
    return annotations;
  }

  /** What is said of the metrics as a whole. */
  public Schema schema() {
    Map<String, Outcome> words = new LinkedHashMap<>();
    for (Map.Entry<String, String> word : Attributes.parse(get(Option.OUTCOME_WORDS)).entrySet()) {
      Outcome outcome = Outcome.ofLabel(word.getValue());
      if (outcome != null) {
        words.put(word.getKey(), outcome);
      }
    }
    List<String> labels = Option.list(get(Option.LABELS));
    Map<String, String> constant = Attributes.parsePlain(get(Option.CONSTANT_LABELS));
    constant.keySet().removeAll(labels);
    return new Schema(
        new LabelNames(labels),
        new Limits(
            number(Option.LIMIT_SERIES),
            number(Option.LIMIT_APPLICATIONS),
            number(Option.LIMIT_VALUES)),
        buckets.isEmpty() ? Bounds.STANDARD : new Bounds(buckets),
        words.isEmpty() ? OutcomeWords.STANDARD : new OutcomeWords(words),
        get(Option.NAMESPACE),
        constant);
  }

  /** The milliseconds of an option that is a length of time. */
  public long millis(Option option) {
    return TimeSpan.millis(get(option));
  }

  private int number(Option option) {
    return Integer.parseInt(get(option));
  }

  /** An option's value; it has passed the option's check. */
  public String get(Option option) {
    return value(option).text;
  }

  /** An option's value as others may see it: nothing of a secret. */
  public String shown(Option option) {
    String text = get(option);
    return option.isSecret() && !text.isEmpty() ? "…" : Redacted.text(text);
  }

  /** Where an option's value came from, for people. */
  public String source(Option option) {
    return value(option).source;
  }

  /** A share in percent; 0 if the option is {@code off}. */
  public int percent(Option option) {
    return is(option, "off") ? 0 : number(option);
  }

  /** The ports to try. */
  public PortRange ports() {
    PortRange ports = PortRange.parse(get(Option.PORT));
    if (ports == null) {
      throw new IllegalStateException("checked when it was read");
    }
    return ports;
  }

  /** Whether a {@code true}/{@code false} option is on. */
  public boolean is(Option option) {
    return "true".equalsIgnoreCase(get(option));
  }

  /** Whether an option has this one of its choices. */
  public boolean is(Option option, String choice) {
    return choice.equalsIgnoreCase(get(option));
  }

  /** How much is said in the log. */
  public Log.Level logLevel() {
    return Log.Level.valueOf(get(Option.LOG_LEVEL).toUpperCase(Locale.ROOT));
  }

  private Value value(Option option) {
    Value value = values.get(option);
    return value == null ? new Value(option.defaultValue(), "default") : value;
  }
}
