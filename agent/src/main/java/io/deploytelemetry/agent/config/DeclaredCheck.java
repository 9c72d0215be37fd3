package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.model.Schedule;
import io.deploytelemetry.agent.model.TimeSpan;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A health check of the configuration file, which needs no code. Immutable. */
public final class DeclaredCheck {

  /** What is tried. */
  public enum Type {
    HTTP("status"),
    TCP(),
    JDBC("driver", "user", "password");

    private final List<String> attributes;

    Type(String... attributes) {
      this.attributes = Arrays.asList(attributes);
    }

    /** The key behind which the target is written. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Type ofKey(String key) {
      for (Type type : values()) {
        if (type.key().equals(key)) {
          return type;
        }
      }
      return null;
    }
  }

  private static final List<String> COMMON =
      Arrays.asList(
          "name", "group", "every", "timeout", "ttl", "application", "environment", "provider");

  private static final long EVERY_MILLIS = 30_000;

  private final Type type;
  private final String target;
  private final Map<String, String> attributes;

  DeclaredCheck(Type type, String target, Map<String, String> attributes) {
    this.type = type;
    this.target = target;
    this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  public Type type() {
    return type;
  }

  /** The URL, or host and port. */
  public String target() {
    return target;
  }

  /** The target of a check by HTTP. */
  public URL url() {
    try {
      return new URL(target);
    } catch (MalformedURLException malformed) {
      throw new IllegalStateException("checked when it was read", malformed);
    }
  }

  /** Its own name, else what kind of check it is. */
  public String name() {
    return text("name", type.key());
  }

  /** An attribute that is set, else something else. */
  public String text(String attribute, String otherwise) {
    String text = attributes.getOrDefault(attribute, "");
    return text.isEmpty() ? otherwise : text;
  }

  /** When it runs: every 30 seconds where nothing else is said. */
  public Schedule schedule() {
    return new Schedule(
        millis("every", EVERY_MILLIS),
        millis("timeout", Schedule.TIMEOUT_MILLIS),
        millis("ttl", 0));
  }

  private long millis(String attribute, long otherwise) {
    String text = text(attribute, "");
    return text.isEmpty() ? otherwise : TimeSpan.millis(text);
  }

  /** The attributes that a check of this type can have. */
  List<String> known() {
    List<String> known = new ArrayList<>(COMMON);
    known.addAll(type.attributes);
    return known;
  }

  /** What is wrong with it; {@code null} if nothing is. */
  @Nullable String problem() {
    for (String attribute : Arrays.asList("every", "timeout", "ttl")) {
      String text = text(attribute, "1s");
      if (TimeSpan.millis(text) < 100) {
        return attribute + " '" + shown(text) + "' is no length of time from 100ms on";
      }
    }
    switch (type) {
      case HTTP:
        return problemOfHttp();
      case TCP:
        return target.matches("(\\[[0-9A-Fa-f:.%]+\\]|[^:\\[\\]]+):[0-9]{1,5}")
                && Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)) <= 65_535
            ? null
            : "'" + shown(target) + "' is not host:port";
      default:
        return text("driver", "").isEmpty()
            ? "driver is missing: the class of the JDBC driver, as in org.postgresql.Driver"
            : null;
    }
  }

  private static String shown(String text) {
    return Excerpt.of(Redacted.text(text));
  }

  private @Nullable String problemOfHttp() {
    try {
      String protocol = new URL(target).getProtocol();
      if (!protocol.equals("http") && !protocol.equals("https")) {
        return "'" + shown(target) + "' is no URL of http or https";
      }
    } catch (MalformedURLException malformed) {
      return "'" + shown(target) + "' is no URL: " + shown(String.valueOf(malformed.getMessage()));
    }
    return text("status", "200").matches("[1-5][0-9]{2}")
        ? null
        : "status '" + shown(text("status", "")) + "' is no HTTP status";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeclaredCheck
        && type == ((DeclaredCheck) other).type
        && target.equals(((DeclaredCheck) other).target)
        && attributes.equals(((DeclaredCheck) other).attributes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, target, attributes);
  }
}
