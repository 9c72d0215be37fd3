package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.adapt.Publishers;
import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.CheckTargets;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.OutcomeWords;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.trace.Traces;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** What all probes share. The words may be changed at any time; calls read them. */
final class ProbeContext {

  private final SeriesTable table;
  private volatile OutcomeWords words;
  private final Inventory inventory;
  private final CheckListener checks;
  private final CheckTargets targets;
  private final Listeners listeners;
  private final Instrumentation instrumentation;
  private volatile @Nullable Publishers publishers;
  private volatile @Nullable Continuations continuations;
  private final Traces traces;

  ProbeContext(
      SeriesTable table,
      OutcomeWords words,
      Inventory inventory,
      CheckListener checks,
      CheckTargets targets,
      Listeners listeners,
      Traces traces,
      Instrumentation instrumentation) {
    this.table = table;
    this.words = words;
    this.inventory = inventory;
    this.checks = checks;
    this.targets = targets;
    this.listeners = listeners;
    this.traces = traces;
    this.instrumentation = instrumentation;
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

  /** The publishers, which most applications do not have. */
  Publishers publishers() {
    Publishers made = publishers;
    return made == null ? newPublishers() : made;
  }

  private synchronized Publishers newPublishers() {
    Publishers made = publishers;
    if (made == null) {
      made = new Publishers(instrumentation);
      publishers = made;
    }
    return made;
  }

  /** Those before suspend functions, which few applications have. */
  Continuations continuations() {
    Continuations made = continuations;
    return made == null ? newContinuations() : made;
  }

  private synchronized Continuations newContinuations() {
    Continuations made = continuations;
    if (made == null) {
      made = new Continuations(instrumentation);
      continuations = made;
    }
    return made;
  }

  /** The series of a spec whose labels are constant; it exists from now on, at 0. */
  Series series(ProbeSpec spec) {
    return table.of(spec.kind(), spec.labels(Collections.emptyList()));
  }
}
