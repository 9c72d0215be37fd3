package io.deploytelemetry.sample;

import java.util.Map;

/**
 * What the nodes were found to run, before those that had drifted got their release back.
 *
 * @param running how many ran what they should
 * @param drifted how many ran something else, or nothing
 */
record Reconciliation(int running, int drifted) {

  Map<String, Integer> states() {
    return Map.of("running", running, "drifted", drifted);
  }
}
