package io.deploytelemetry.agent.bridge;

import org.jspecify.annotations.Nullable;

/** A call that is under way, as far as the bridge knows it. */
public abstract class TelemetryCall {

  /**
   * The call is over, and the probe failed to end it: the stack or the heap was exhausted. A field,
   * because whoever finds that out can call nothing any more.
   */
  public volatile boolean isAbandoned;

  /** The call that is counted and must be ended: this one, or another one for which it stands. */
  public final TelemetryCall standsFor;

  /** Makes a call that stands for another one, or with {@code null} for itself. */
  protected TelemetryCall(@Nullable TelemetryCall other) {
    this.standsFor = other == null ? this : other;
  }
}
