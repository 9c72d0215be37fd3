package io.deploytelemetry.agent.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of options: key, default, meaning and check; {@code docs/configuration.md} is it. */
public enum Option {
  PORT(
      "port",
      "19404",
      Type.PORT,
      "TCP port of `/metrics`, `/health` and `/status`; `0` takes a free one, named in the log"),
  HOST("host", "0.0.0.0", Type.TEXT, "address to listen on; `0.0.0.0` is every interface"),
  ENABLED("enabled", "true", Type.BOOLEAN, "`false`: the agent does nothing at all"),
  LOG_LEVEL(
      "log.level",
      "info",
      Type.CHOICE,
      "how much is said on standard error",
      "off",
      "error",
      "warn",
      "info",
      "debug"),
  METRICS_PATH("metrics.path", "/metrics", Type.PATH, "where the metrics are served"),
  HEALTH_DETAILS(
      "health.details",
      "local",
      Type.CHOICE,
      "who sees the checks behind a health status; everybody sees the status",
      "always",
      "local",
      "never"),
  STATUS_ACCESS("status.access", "local", Type.CHOICE, "who sees `/status`", "always", "local"),
  APPLICATION(
      "application", "", Type.TEXT, "the label `application` where no annotation gives one"),
  ENVIRONMENT(
      "environment", "", Type.TEXT, "the label `environment` where no annotation gives one"),
  PROVIDER("provider", "", Type.TEXT, "the label `provider` where no annotation gives one"),
  INHERIT(
      "inherit",
      "true",
      Type.BOOLEAN,
      "whether an annotation on a superclass or interface method counts for those that implement"
          + " it");

  /** What a value must look like. */
  enum Type {
    PORT,
    BOOLEAN,
    CHOICE,
    PATH,
    TEXT
  }

  private final String key;
  private final String defaultValue;
  private final Type type;
  private final String meaning;
  private final List<String> choices;

  Option(String key, String defaultValue, Type type, String meaning, String... choices) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.type = type;
    this.meaning = meaning;
    this.choices =
        type == Type.BOOLEAN
            ? Arrays.asList("true", "false")
            : Collections.unmodifiableList(Arrays.asList(choices));
  }

  /** The key in the agent's arguments. */
  public String key() {
    return key;
  }

  /** The system property. */
  public String property() {
    return "telemetry." + key;
  }

  /** The environment variable. */
  public String environmentVariable() {
    return "TELEMETRY_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  public String defaultValue() {
    return defaultValue;
  }

  public String meaning() {
    return meaning;
  }

  /** What a value may be, for people. */
  public String allowed() {
    switch (type) {
      case PORT:
        return "a number from 0 to 65535";
      case PATH:
        return "a path that starts with /";
      case TEXT:
        return "any text";
      default:
        return "one of " + String.join(", ", choices);
    }
  }

  /** Whether a value, trimmed, passes the option's check. */
  boolean accepts(String value) {
    switch (type) {
      case PORT:
        return isPort(value);
      case PATH:
        return value.startsWith("/") && value.length() > 1 && value.indexOf(' ') < 0;
      case TEXT:
        return this != HOST || !value.isEmpty();
      default:
        return choices.contains(value.toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isPort(String value) {
    if (value.isEmpty() || value.length() > 5) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return Integer.parseInt(value) <= 65_535;
  }

  /** The option with a key; {@code null} if there is none. */
  static @Nullable Option ofKey(String key) {
    for (Option option : values()) {
      if (option.key.equals(key)) {
        return option;
      }
    }
    return null;
  }

  /** The key that a misspelt one most likely means. */
  static Option nearest(String misspelt) {
    Option best = PORT;
    int fewest = Integer.MAX_VALUE;
    for (Option option : values()) {
      int edits = EditDistance.between(misspelt, option.key);
      if (edits < fewest) {
        fewest = edits;
        best = option;
      }
    }
    return best;
  }
}
