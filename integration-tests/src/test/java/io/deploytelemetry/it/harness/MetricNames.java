package io.deploytelemetry.it.harness;

import io.deploytelemetry.it.harness.AlertPack.Recorded;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that Prometheus knows of an application under the agent: of the catalogue, as
 * docs/metrics.md has it, of the JVM, as it is served, and recorded by the rules.
 */
public final class MetricNames {

  private static final Pattern TYPE = Pattern.compile("# TYPE ((?:jvm|process)_\\w+) (\\w+)");

  private static final String FILE_SYSTEM = "job, instance, device, fstype, mountpoint";

  /** What Prometheus adds and the node exporter has, and what the rules ask users to record. */
  private static final Map<String, String> FROM_ELSEWHERE =
      Map.of(
          "up", "job, instance",
          "scrape_duration_seconds", "job, instance",
          "node_filesystem_avail_bytes", FILE_SYSTEM,
          "node_filesystem_size_bytes", FILE_SYSTEM,
          "environment_application:deployment_expected_every:seconds", "environment, application",
          "job:cpu_limit:cores", "job");

  private final Map<String, Set<String>> labels = new TreeMap<>();
  private final Set<String> counted = new TreeSet<>();

  private MetricNames() {}

  /** Reads the document, starts a JVM for its own names, and reads the rules. */
  public static MetricNames documentedAndServedOn(Jdk jdk) throws IOException {
    MetricNames names = new MetricNames();
    Catalogue catalogue = Catalogue.read();
    for (String name : catalogue.own()) {
      Catalogue.Family family = catalogue.of(name);
      names.add(name, family.type(), family.labels());
    }
    names.addJvm(jdk);
    FROM_ELSEWHERE.forEach(
        (name, list) -> names.labels.put(name, new TreeSet<>(List.of(list.split(", ")))));
    for (Recorded recorded : AlertPack.recorded()) {
      names.labels.put(recorded.name(), recorded.level());
    }
    return names;
  }

  /** Whether there is such a metric. */
  public boolean has(String metric) {
    return labels.containsKey(metric);
  }

  /** The labels that it can have. */
  public Set<String> labels(String metric) {
    return labels.getOrDefault(metric, Set.of());
  }

  /** Whether it only grows, so that its growth means something. */
  public boolean isCounted(String metric) {
    return counted.contains(metric);
  }

  private void add(String family, String type, Set<String> ownLabels) {
    Set<String> all = new TreeSet<>(ownLabels);
    all.addAll(List.of("job", "instance"));
    labels.put(family, all);
    if (type.equals("counter")) {
      counted.add(family);
    } else if (type.equals("histogram") || type.equals("summary")) {
      for (String suffix : List.of("_count", "_sum")) {
        labels.put(family + suffix, all);
        counted.add(family + suffix);
      }
    }
    if (type.equals("histogram")) {
      counted.add(family); // the native one
      counted.add(family + "_bucket");
      Set<String> bounded = new TreeSet<>(all);
      bounded.add("le");
      labels.put(family + "_bucket", bounded);
    }
  }

  private void addJvm(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady()) {
      Exposition served = jvm.metrics();
      Matcher type = TYPE.matcher(jvm.get("/metrics").text());
      while (type.find()) {
        Set<String> own = new TreeSet<>();
        for (String suffix : List.of("", "_sum")) {
          served
              .samples(type.group(1) + suffix)
              .forEach(sample -> own.addAll(sample.labels().keySet()));
        }
        add(type.group(1), type.group(2), own);
      }
    }
  }
}
