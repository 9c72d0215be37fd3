package io.deploytelemetry.agent.history;

import org.jspecify.annotations.Nullable;

/** A health check that has become better or worse. Immutable. */
public final class HealthChange {

  private final long number;
  private final long atMillis;
  private final String check;
  private final String status;
  private final @Nullable String error;

  HealthChange(long number, long atMillis, String check, String status, @Nullable String error) {
    this.number = number;
    this.atMillis = atMillis;
    this.check = check;
    this.status = status;
    this.error = error;
  }

  /** Its place among all that is remembered. */
  long number() {
    return number;
  }

  /** When it was noticed, in milliseconds since the agent's start. */
  public long atMillis() {
    return atMillis;
  }

  /** The name of the check. */
  public String check() {
    return check;
  }

  /** {@code UP}, {@code DOWN} or {@code UNKNOWN}. */
  public String status() {
    return status;
  }

  /** Why it is not up, if that is known. */
  public @Nullable String error() {
    return error;
  }
}
