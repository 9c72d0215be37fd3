package io.deploytelemetry.agent.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to whoever wants to know; nobody does at first. Whoever is told is in an array
 * and not a list, because calls go through it and must not allocate.
 */
public final class Listeners implements OutcomeListener, HealthListener {

  private volatile OutcomeListener[] ofOutcomes = {};
  private volatile HealthListener[] ofHealth = {};

  public synchronized void add(OutcomeListener listener) {
    OutcomeListener[] more = Arrays.copyOf(ofOutcomes, ofOutcomes.length + 1);
    more[ofOutcomes.length] = listener;
    ofOutcomes = more;
  }

  public synchronized void add(HealthListener listener) {
    HealthListener[] more = Arrays.copyOf(ofHealth, ofHealth.length + 1);
    more[ofHealth.length] = listener;
    ofHealth = more;
  }

  @Override
  public boolean wants(Outcome outcome) {
    for (OutcomeListener listener : ofOutcomes) {
      if (listener.wants(outcome)) {
        return true;
      }
    }
    return false;
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
      if (listener.wants(outcome)) {
        listener.ended(spec, labels, version, outcome, nanos, errorType);
      }
    }
  }

  @Override
  public void changed(Check check, String status, @Nullable String error) {
    for (HealthListener listener : ofHealth) {
      listener.changed(check, status, error);
    }
  }
}
