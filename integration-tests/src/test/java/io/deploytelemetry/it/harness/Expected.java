package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** What a subject says that it did, in lines {@code expect NAME CALLS}, against a scrape. */
public final class Expected {

  private Expected() {}

  /** Asserts that each application has as many deployments as the subject says, and is at rest. */
  public static void assertDeployed(ForkedJvm jvm) {
    Map<String, Double> expected = new TreeMap<>();
    for (String line : jvm.stdout()) {
      String[] words = line.split(" ");
      if (words[0].equals("expect")) {
        expected.put(words[1], Double.valueOf(words[2]));
      }
    }
    assertThat(expected).as("what the subject says").isNotEmpty();
    Exposition metrics = jvm.metrics();
    assertThat(byApplication(metrics, "deployments_total")).containsAllEntriesOf(expected);
    assertThat(byApplication(metrics, "deployments_started_total")).containsAllEntriesOf(expected);
    assertThat(metrics.sum("deployments_in_progress")).isZero();
  }

  private static Map<String, Double> byApplication(Exposition metrics, String name) {
    Map<String, Double> counts = new TreeMap<>();
    for (Sample sample : metrics.samples(name)) {
      counts.merge(sample.labels().get("application"), sample.value(), Double::sum);
    }
    return counts;
  }
}
