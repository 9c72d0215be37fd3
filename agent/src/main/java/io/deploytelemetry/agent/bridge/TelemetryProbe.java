package io.deploytelemetry.agent.bridge;

import org.jspecify.annotations.Nullable;

/**
 * What the agent does at the borders of one woven method's calls. Abstract here, where every class
 * loader sees it; implemented in the agent's own loader.
 *
 * <p>A call is an opaque object: whatever {@link #enter()} returned. It is {@code null} where the
 * call is folded into the one around it, and the bridge then calls nothing at its end.
 */
public abstract class TelemetryProbe {

  /** Begins a call; returns it, or {@code null} if it is not one of its own. */
  public abstract @Nullable Object enter();

  /** Ends a call whose result does not matter, or that has none. */
  public abstract void exit(Object call);

  /** Ends a call that returned a reference, which may be {@code null}. */
  public abstract void exit(@Nullable Object result, Object call);

  /** Ends a call that returned a {@code boolean}. */
  public abstract void exit(boolean result, Object call);

  /** Ends a call that threw. */
  public abstract void fail(Throwable thrown, Object call);
}
