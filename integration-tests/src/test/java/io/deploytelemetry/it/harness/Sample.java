package io.deploytelemetry.it.harness;

import java.util.Map;

/** One line of an exposition. */
public record Sample(String name, Map<String, String> labels, double value) {

  /**
   * Whether this sample has these labels, each as {@code name=value}; it may have others. An empty
   * value is a label that is not there, as it is for Prometheus.
   */
  boolean has(String... wanted) {
    for (String label : wanted) {
      String[] nameAndValue = label.split("=", 2);
      if (!labels.getOrDefault(nameAndValue[0], "").equals(nameAndValue[1])) {
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
