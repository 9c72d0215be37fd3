package io.deploytelemetry.it.harness;

import java.util.Map;

/** One line of an exposition. */
public record Sample(String name, Map<String, String> labels, double value) {

  /**
   * Whether this sample has these labels, given as names and values in turn; it may have others. An
   * empty value is a label that is not there, as it is for Prometheus.
   */
  boolean has(String... wanted) {
    for (int i = 0; i < wanted.length; i += 2) {
      if (!labels.getOrDefault(wanted[i], "").equals(wanted[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return name + labels + " " + value;
  }
}
