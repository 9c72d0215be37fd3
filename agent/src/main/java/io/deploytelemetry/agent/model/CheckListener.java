package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/** Told by the metrics what becomes of health checks, so that health need not know the metrics. */
public interface CheckListener {

  /** A method that is a health check is woven, or woven again by another class loader. */
  void known(Check check);

  /** A method is no health check any more. */
  void released(ProbeSpec spec);

  /**
   * A check has run.
   *
   * @param durationNanos how long it took, in nanoseconds
   * @param error what it threw or the word it returned, if it failed
   */
  void ran(Check check, Outcome outcome, long durationNanos, @Nullable Object error);
}
