package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What deployments and rollbacks have come to since the agent's start. */
public final class Totals {

  private final @Nullable String environment;
  private final Map<Outcome, Long> deployments = new EnumMap<>(Outcome.class);
  private final Map<Outcome, Long> rollbacks = new EnumMap<>(Outcome.class);
  private @Nullable DurationSums durations;
  private @Nullable DurationSums leadTimes;
  private @Nullable DurationSums recoveries;

  Totals(@Nullable String environment) {
    this.environment = environment;
  }

  void add(OperationKind kind, SeriesReading reading) {
    for (Outcome outcome : Outcome.values()) {
      long calls = reading.of(outcome).count();
      if (calls > 0) {
        of(kind).merge(outcome, calls, Long::sum);
      }
    }
    if (kind == OperationKind.DEPLOYMENT) {
      durations = sum(durations, reading.ofAll());
    }
  }

  void add(Base base) {
    leadTimes = sum(leadTimes, base.leadTimes());
    recoveries = sum(recoveries, base.recoveries());
  }

  private static DurationSums sum(@Nullable DurationSums sums, DurationSums more) {
    if (sums == null) {
      return more;
    }
    sums.add(more);
    return sums;
  }

  /** The environment that they were in; {@code null} for all together. */
  public @Nullable String environment() {
    return environment;
  }

  /** How many deployments, or rollbacks, have ended how; what none had is missing. */
  public Map<Outcome, Long> of(OperationKind kind) {
    return kind == OperationKind.ROLLBACK ? rollbacks : deployments;
  }

  /** How long deployments took. */
  public Distribution durations() {
    return new Distribution(durations);
  }

  /** How long it took from commits to their successful deployments. */
  public Distribution leadTimes() {
    return new Distribution(leadTimes);
  }

  /** How long it took from failures to the next success. */
  public Distribution recoveries() {
    return new Distribution(recoveries);
  }
}
