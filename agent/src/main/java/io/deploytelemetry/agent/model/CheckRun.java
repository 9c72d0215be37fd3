package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * A run that the agent makes of a health check, as the metrics know it: the first call of a check
 * on its thread is the run's own.
 *
 * <p>Threads: that of the run, that which completes a stage, and the one that watches the time.
 */
public interface CheckRun {

  /** Claims the run for the call that is about to begin; false if another one has it. */
  boolean claim();

  /**
   * The run's call has begun.
   *
   * @param counted stands for what it is counted in
   * @param timeOut ends the call as timed out, unless it has ended
   */
  void begun(Object counted, Runnable timeOut);

  /**
   * Whether the run's call has been ended as timed out, while its method is still at it: a call
   * that is counted in the same is within it.
   */
  boolean isStillIn(Object counted);

  /** The call goes on after its method has returned. */
  void detached();

  /**
   * The call has ended and is counted.
   *
   * @param durationNanos how long it took, in nanoseconds
   * @param error what it threw or the word it returned, if it failed
   */
  void ended(Check check, Outcome outcome, long durationNanos, @Nullable Object error);

  /** The call has ended again: it had timed out before. */
  void cameBack();
}
