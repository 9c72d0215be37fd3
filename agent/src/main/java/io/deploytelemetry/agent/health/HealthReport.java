package io.deploytelemetry.agent.health;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code /health} answers: the checks by name, and what they add up to. Immutable. */
public final class HealthReport {

  private final Map<String, CheckResult> byName = new TreeMap<>();
  private final boolean isUp;

  HealthReport(List<CheckResult> results, boolean isStarting) {
    boolean up = !isStarting;
    for (CheckResult result : results) {
      up &= !result.isDown();
      byName.merge(result.name(), result, CheckResult::worse);
    }
    this.isUp = up;
  }

  public boolean isUp() {
    return isUp;
  }

  /** One result for each name, the worst where several checks share it, in the order of names. */
  public Collection<CheckResult> checks() {
    return byName.values();
  }
}
