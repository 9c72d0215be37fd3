package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.CheckTargets;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.OutcomeWords;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.trace.Traces;
import java.util.Collections;

/** What all probes share. The words may be changed at any time; calls read them. */
final class ProbeContext {

  private final SeriesTable table;
  private volatile OutcomeWords words;
  private final Inventory inventory;
  private final CheckListener checks;
  private final CheckTargets targets;
  private final Listeners listeners;
  private final Traces traces;

  ProbeContext(
      SeriesTable table,
      OutcomeWords words,
      Inventory inventory,
      CheckListener checks,
      CheckTargets targets,
      Listeners listeners,
      Traces traces) {
    this.table = table;
    this.words = words;
    this.inventory = inventory;
    this.checks = checks;
    this.targets = targets;
    this.listeners = listeners;
    this.traces = traces;
  }

  SeriesTable table() {
    return table;
  }

  OutcomeWords words() {
    return words;
  }

  /** Words stand for other outcomes from now on. */
  void use(OutcomeWords changed) {
    words = changed;
  }

  Inventory inventory() {
    return inventory;
  }

  CheckListener checks() {
    return checks;
  }

  CheckTargets targets() {
    return targets;
  }

  Listeners listeners() {
    return listeners;
  }

  Traces traces() {
    return traces;
  }

  /** The series of a spec whose labels are constant; it exists from now on, at 0. */
  Series series(ProbeSpec spec) {
    return table.of(spec.kind(), spec.labels(Collections.emptyList()));
  }
}
