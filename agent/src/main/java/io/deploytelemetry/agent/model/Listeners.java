package io.deploytelemetry.agent.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Tells what happens to whoever wants to know; nobody does at first. */
public final class Listeners implements OutcomeListener, HealthListener {

  private final List<OutcomeListener> ofOutcomes = new CopyOnWriteArrayList<>();
  private final List<HealthListener> ofHealth = new CopyOnWriteArrayList<>();

  public void add(OutcomeListener listener) {
    ofOutcomes.add(listener);
  }

  public void add(HealthListener listener) {
    ofHealth.add(listener);
  }

  /** Whether anybody wants to know of outcomes. */
  public boolean hasOutcomeListeners() {
    return !ofOutcomes.isEmpty();
  }

  @Override
  public void ended(
      ProbeSpec spec,
      List<String> labels,
      String version,
      Outcome outcome,
      long nanos,
      String errorType) {
    for (OutcomeListener listener : ofOutcomes) {
      listener.ended(spec, labels, version, outcome, nanos, errorType);
    }
  }

  @Override
  public void changed(Check check, String status, @Nullable String error) {
    for (HealthListener listener : ofHealth) {
      listener.changed(check, status, error);
    }
  }
}
