package io.deploytelemetry.agent.bridge;

import org.jspecify.annotations.Nullable;

/**
 * A call that lasts from a subscription to its end: what a publisher of ours tells the agent. No
 * method throws, and of all that end the call the first one counts.
 *
 * <p>Threads: any.
 */
public abstract class TelemetrySubscription {

  /** The call goes on: what its own thread does next is not within it. */
  public abstract void detach();

  /** It has come to a value, or to its end without one. */
  public abstract void succeed(@Nullable Object value);

  /** It has come to an error. */
  public abstract void fail(Throwable thrown);

  /** Nobody wants to know any more what it comes to. */
  public abstract void cancel();
}
