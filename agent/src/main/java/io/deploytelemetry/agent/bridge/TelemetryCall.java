package io.deploytelemetry.agent.bridge;

/** A call that is under way, as far as the bridge knows it. */
public abstract class TelemetryCall {

  /**
   * The call is over, and the probe failed to end it: the stack or the heap was exhausted. A field,
   * because whoever finds that out can call nothing any more.
   */
  public volatile boolean isAbandoned;
}
