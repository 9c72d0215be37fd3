package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The families that the agent exports, as {@code docs/metrics.md} has them, and client_java's for
 * the JVM and the process. All have the labels that Prometheus gives to a target.
 */
public final class Catalogue {

  /** A family with its type and labels. */
  public record Family(String name, String type, Set<String> labels) {}

  private static final Set<String> TARGET = Set.of("job", "instance");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\| ([\\w, ]*) \\|");
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

  private final Map<String, Family> families;
  private final Set<String> own = new TreeSet<>();

  private Catalogue(Map<String, Family> families) {
    this.families = families;
  }

  /** Reads it. */
  public static Catalogue read() throws IOException {
    Catalogue catalogue = new Catalogue(new LinkedHashMap<>());
    Matcher row = ROW.matcher(Files.readString(Artifacts.ofRepository("docs/metrics.md")));
    while (row.find()) {
      catalogue.add(row.group(1), row.group(2), row.group(3).split(", "));
      catalogue.own.add(row.group(1));
    }
    catalogue.addStandard();
    return catalogue;
  }

  /** The names of the agent's own families. */
  public Set<String> own() {
    return own;
  }

  /** The family that a metric belongs to; with {@code le} if the metric is a bucket. */
  public Family of(String metric) {
    Matcher part = PART.matcher(metric);
    String name = families.containsKey(metric) ? metric : part.replaceFirst("");
    Family family = families.get(name);
    if (family == null) {
      throw new AssertionError(metric + " is in no catalogue");
    }
    if (name.equals(metric)) {
      return family;
    }
    boolean isBucket = metric.endsWith("_bucket");
    if (!family.type.equals("histogram") && (isBucket || !family.type.equals("summary"))) {
      throw new AssertionError(metric + " does not come of a " + family.type);
    }
    Set<String> labels = new LinkedHashSet<>(family.labels);
    if (isBucket) {
      labels.add("le");
    }
    return new Family(name, "counter", labels);
  }

  private void addStandard() {
    for (String gauge : List.of("used", "committed", "max")) {
      add("jvm_memory_" + gauge + "_bytes", "gauge", "area");
    }
    for (String gauge :
        List.of(
            "jvm_memory_pool_used_bytes",
            "jvm_memory_pool_collection_used_bytes",
            "jvm_buffer_pool_used_bytes")) {
      add(gauge, "gauge", "pool");
    }
    for (String gauge :
        List.of(
            "jvm_threads_current",
            "jvm_threads_daemon",
            "jvm_threads_deadlocked",
            "jvm_classes_currently_loaded",
            "process_open_fds",
            "process_max_fds",
            "process_resident_memory_bytes",
            "process_start_time_seconds")) {
      add(gauge, "gauge");
    }
    add("jvm_threads_state", "gauge", "state");
    add("jvm_memory_pool_allocated_bytes_total", "counter", "pool");
    add("jvm_compilation_time_seconds_total", "counter");
    add("process_cpu_seconds_total", "counter");
    add("jvm_gc_collection_seconds", "summary", "gc");
  }

  private void add(String name, String type, String... labels) {
    Set<String> all = new LinkedHashSet<>(TARGET);
    Arrays.stream(labels).filter(label -> !label.isBlank()).forEach(all::add);
    families.put(name, new Family(name, type, all));
  }
}
