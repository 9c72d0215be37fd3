package io.deploytelemetry.agent.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in Prometheus' text format 0.0.4, as far as it takes to go on counting where an earlier
 * process has stopped. One thread only.
 */
final class TextMetrics {

  /** What has one name: its header and its samples, by name and labels as they are written. */
  private static final class Group {
    final List<String> header = new ArrayList<>();
    final Map<String, String> samples = new LinkedHashMap<>();
    String type = "untyped";

    boolean isCounted() {
      return type.equals("counter") || type.equals("histogram") || type.equals("summary");
    }
  }

  private final Map<String, Group> groups = new LinkedHashMap<>();

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if a line of it is none of the format's
   */
  static TextMetrics parse(String text) {
    TextMetrics metrics = new TextMetrics();
    Group current = null;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", 4);
        current = metrics.group(words[2]);
        current.header.add(line);
        current.type =
            words[1].equals("TYPE") && words.length == 4 ? words[3].trim() : current.type;
      } else if (!line.trim().isEmpty() && !line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        if (space < 1 || current == null || !isNumber(line.substring(space + 1))) {
          throw new IllegalArgumentException("line " + number + " is no sample");
        }
        current.samples.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return metrics;
  }

  private Group group(String name) {
    Group group = groups.get(name);
    if (group == null) {
      group = new Group();
      groups.put(name, group);
    }
    return group;
  }

  /**
   * Goes on from what an earlier process has left: what counts is added, of the rest the newer
   * value stands, and what this process does not have stays. What was of another type begins anew.
   */
  void continueFrom(TextMetrics earlier) {
    for (Map.Entry<String, Group> old : earlier.groups.entrySet()) {
      if (isOfTheMoment(old.getKey())) {
        continue;
      }
      Group mine = groups.get(old.getKey());
      if (mine == null) {
        groups.put(old.getKey(), old.getValue());
      } else if (mine.type.equals(old.getValue().type)) {
        continueFrom(old.getKey(), old.getValue(), mine);
      }
    }
  }

  private static void continueFrom(String name, Group old, Group mine) {
    if (mine.isCounted()) {
      add(old, mine);
    } else {
      keep(name, old, mine);
    }
  }

  /** What an earlier process was doing when it ended says nothing of now. */
  private static boolean isOfTheMoment(String name) {
    return name.endsWith("_in_progress")
        || name.endsWith("_oldest_in_progress_start_timestamp_seconds");
  }

  /** Adds up; a histogram whose bounds have changed since begins anew. */
  private static void add(Group old, Group mine) {
    Map<String, Set<String>> oldBounds = bounds(old);
    Map<String, Set<String>> newBounds = bounds(mine);
    for (Map.Entry<String, String> sample : old.samples.entrySet()) {
      String key = sample.getKey();
      String series = series(key);
      Set<String> bounds = newBounds.get(series);
      if (bounds == null || bounds.equals(oldBounds.get(series))) {
        String now = mine.samples.get(key);
        mine.samples.put(key, now == null ? sample.getValue() : sum(sample.getValue(), now));
      }
    }
  }

  /** The bounds of each series of a histogram; nothing for what has none. */
  private static Map<String, Set<String>> bounds(Group group) {
    Map<String, Set<String>> bounds = new HashMap<>();
    for (String key : group.samples.keySet()) {
      if (key.contains("_bucket{")) {
        bounds.computeIfAbsent(series(key), unused -> new HashSet<>()).add(key);
      }
    }
    return bounds;
  }

  private static String series(String key) {
    return without(key, "le").replaceFirst("_(bucket|sum|count|total)(?=\\{|$)", "");
  }

  private static void keep(String name, Group old, Group mine) {
    String distinguishing = null;
    boolean isSilent = false;
    if (name.endsWith("deployment_last_outcome")) {
      distinguishing = "outcome";
      isSilent = true;
    } else if (name.endsWith("deployment_info")) {
      distinguishing = "version";
    } else if (name.endsWith("deployment_targets")) {
      distinguishing = "state";
    }
    Set<String> spoken = new HashSet<>();
    for (Map.Entry<String, String> sample : mine.samples.entrySet()) {
      if (!isSilent || Double.parseDouble(number(sample.getValue())) != 0) {
        spoken.add(without(sample.getKey(), distinguishing));
      }
    }
    for (Map.Entry<String, String> sample : old.samples.entrySet()) {
      if (!spoken.contains(without(sample.getKey(), distinguishing))) {
        mine.samples.put(sample.getKey(), sample.getValue());
      }
    }
  }

  /** A sample's name and labels without one of these. */
  private static String without(String key, @Nullable String label) {
    return label == null
        ? key
        : key.replaceFirst("(?<=[{,])" + label + "=\"(?:[^\"\\\\]|\\\\.)*\",?", "")
            .replace(",}", "}")
            .replace("{}", "");
  }

  private static String sum(String one, String other) {
    double sum = Double.parseDouble(number(one)) + Double.parseDouble(number(other));
    return Double.toString(sum);
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(number(text));
      return true;
    } catch (NumberFormatException none) {
      return false;
    }
  }

  /** Prometheus writes infinity as Go does. */
  private static String number(String text) {
    return text.trim().replace("+Inf", "Infinity").replace("-Inf", "-Infinity");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Group group : groups.values()) {
      for (String line : group.header) {
        text.append(line).append('\n');
      }
      group.samples.forEach(
          (key, value) -> text.append(key).append(' ').append(value).append('\n'));
    }
    return text.toString();
  }
}
