package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is read at the end of a call: attributes such as {@code version}, and each event under
 * {@link #EVENT} and its name. Immutable.
 */
public final class ExitValues {

  /** What the names of events stand behind. */
  public static final String EVENT = "events.";

  /** Nothing is read at the end. */
  public static final ExitValues NONE = new ExitValues(Collections.emptyMap());

  private final Map<String, Template> byName;
  private final List<String> paths;

  /** Makes values; {@code byName} are the templates that are not empty. */
  public ExitValues(Map<String, Template> byName) {
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    List<String> all = new ArrayList<>();
    for (Template template : byName.values()) {
      for (String path : template.paths()) {
        if (!all.contains(path)) {
          all.add(path);
        }
      }
    }
    this.paths = Collections.unmodifiableList(all);
  }

  /** All names, in the order declared. */
  public Iterable<String> names() {
    return byName.keySet();
  }

  /** The template of a name; {@code null} if it is not set. */
  public @Nullable Template get(String name) {
    return byName.get(name);
  }

  /** What has to be read, each path once. */
  public List<String> paths() {
    return paths;
  }

  /** Whether nothing is read and nothing is constant. */
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExitValues && byName.equals(((ExitValues) other).byName);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(byName);
  }

  @Override
  public String toString() {
    return byName.toString();
  }
}
