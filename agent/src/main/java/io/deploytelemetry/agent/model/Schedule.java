package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/** When a health check runs, and how long its result counts. Immutable. */
public final class Schedule {

  /** How long a run may take where nothing else is said. */
  public static final long TIMEOUT_MILLIS = 5_000;

  /** Of a check that the agent does not run, and whose result never grows stale. */
  public static final Schedule OBSERVED = new Schedule(0, TIMEOUT_MILLIS, 0);

  /** A result counts for so many periods where nothing else is said: one or two may be late. */
  private static final int PERIODS_TO_LIVE = 3;

  private final long everyMillis;
  private final long timeoutMillis;
  private final long ttlMillis;

  /**
   * Makes a schedule.
   *
   * @param everyMillis the period; 0 for a check that the agent does not run
   * @param ttlMillis how long a result counts; 0 for what follows from the period
   */
  public Schedule(long everyMillis, long timeoutMillis, long ttlMillis) {
    this.everyMillis = everyMillis;
    this.timeoutMillis = timeoutMillis;
    this.ttlMillis = ttlMillis == 0 ? PERIODS_TO_LIVE * everyMillis : ttlMillis;
  }

  /** Whether the agent runs the check. */
  public boolean isRun() {
    return everyMillis > 0;
  }

  public long everyMillis() {
    return everyMillis;
  }

  public long timeoutMillis() {
    return timeoutMillis;
  }

  /** How long a result counts; 0 for ever. */
  public long ttlMillis() {
    return ttlMillis;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Schedule
        && everyMillis == ((Schedule) other).everyMillis
        && timeoutMillis == ((Schedule) other).timeoutMillis
        && ttlMillis == ((Schedule) other).ttlMillis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(everyMillis * 31 + timeoutMillis * 31 * 31 + ttlMillis);
  }
}
