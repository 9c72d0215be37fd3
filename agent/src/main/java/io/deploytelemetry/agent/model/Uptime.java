package io.deploytelemetry.agent.model;

/**
 * Since when the agent runs, by a clock that nobody sets and once by that on the wall. Immutable.
 */
public final class Uptime {

  private final long startNanos;
  private final long startedAt;

  /** Makes an uptime; {@code startNanos} is when the agent began, by {@code System.nanoTime()}. */
  public Uptime(long startNanos) {
    this.startNanos = startNanos;
    this.startedAt = System.currentTimeMillis() - millis();
  }

  /** When it began, in milliseconds since 1970, as the clock showed when this was made. */
  public long startedAt() {
    return startedAt;
  }

  /** Milliseconds since the start: they only grow. */
  public long millis() {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}
