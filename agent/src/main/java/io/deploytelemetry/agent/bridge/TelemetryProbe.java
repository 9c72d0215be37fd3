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

  /** An instance has been constructed on which a check can run. */
  public abstract void constructed(Object instance);

  /** A check is called on an instance. */
  public abstract void called(Object instance);

  /** Begins a call; returns it, or {@code null} if it is not one of its own. */
  public abstract @Nullable Object enter();

  /**
   * Goes one step further to the series of a call that is about to begin.
   *
   * @param value the next of the values that its labels are made of
   * @param at where the values before have led; {@code null} at the first
   */
  public abstract Object step(@Nullable Object value, @Nullable Object at);

  /** Begins a call to whose series the values have led; else as {@link #enter()}. */
  public abstract @Nullable Object enter(Object at);

  /**
   * Begins a call of a suspend function; else as {@link #enter()}.
   *
   * @param at where the values have led; {@code null} where there are none
   * @param completion what goes on when the function has come to its value
   */
  public abstract @Nullable Object enterSuspend(@Nullable Object at, @Nullable Object completion);

  /** What the function is to go on with in its place, so that the call gets to know. */
  public abstract @Nullable Object completion(Object call, @Nullable Object completion);

  /**
   * A value could not be read in a call.
   *
   * @param value its index among the values of the entry; among those of the exit it counts down
   *     from -1
   */
  public abstract void unread(Throwable failure, int value);

  /** Ends a call whose result does not matter, or that has none. */
  public abstract void exit(Object call);

  /** Ends a call that returned a reference, which may be {@code null}. */
  public abstract void exit(@Nullable Object result, Object call);

  /** Ends a call that returned a {@code boolean}. */
  public abstract void exit(boolean result, Object call);

  /** Ends a call at whose end values were read; its result, boxed, is {@code null} for void. */
  public abstract void exit(
      @Nullable Object result, @Nullable Object @Nullable [] values, Object call);

  /**
   * Takes what a method returned to which somebody may subscribe, whenever and how often he likes:
   * each subscription is a call.
   *
   * @param call what {@link #enter()} returned
   * @return the same, or what does the same and is measured
   * @throws Throwable if the library is another one than it seems to be
   */
  public abstract @Nullable Object follow(
      @Nullable Object result, @Nullable Object @Nullable [] values, Object call) throws Throwable;

  /** Ends a call that threw. */
  public abstract void fail(Throwable thrown, Object call);

  /** Ends a call that threw, and at whose end values were read. */
  public abstract void fail(Throwable thrown, @Nullable Object @Nullable [] values, Object call);
}
