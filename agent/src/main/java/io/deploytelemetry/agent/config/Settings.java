package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.log.Log;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The value of every option and where it came from: agent arguments, else system properties, else
 * the environment, else the default. Immutable.
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

  Settings(Map<Option, Value> values) {
    this.values = new EnumMap<>(values);
  }

  /**
   * Reads the options of this JVM. What is wrong is said in the log, one line each, and the next
   * source, in the end the default, stands in for it.
   *
   * @param arguments what follows {@code -javaagent:telemetry.jar=}, {@code ""} for nothing
   */
  public static Settings read(String arguments) {
    SettingsReader reader =
        new SettingsReader(
            AgentArguments.parse(arguments), System.getProperties(), System.getenv());
    Settings settings = reader.read();
    Log.setLevel(settings.logLevel());
    for (String problem : reader.problems()) {
      Log.warn(problem);
    }
    return settings;
  }

  /** An option's value; it has passed the option's check. */
  public String get(Option option) {
    return value(option).text;
  }

  /** Where an option's value came from, for people. */
  public String source(Option option) {
    return value(option).source;
  }

  public int port() {
    return Integer.parseInt(get(Option.PORT));
  }

  /** Whether a {@code true}/{@code false} option is on. */
  public boolean is(Option option) {
    return "true".equalsIgnoreCase(get(option));
  }

  /** Whether an option has this one of its choices. */
  public boolean is(Option option, String choice) {
    return choice.equalsIgnoreCase(get(option));
  }

  private Log.Level logLevel() {
    return Log.Level.valueOf(get(Option.LOG_LEVEL).toUpperCase(Locale.ROOT));
  }

  private Value value(Option option) {
    Value value = values.get(option);
    return value == null ? new Value(option.defaultValue(), "default") : value;
  }
}
