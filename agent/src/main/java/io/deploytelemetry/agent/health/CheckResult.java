package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.Outcome;
import org.jspecify.annotations.Nullable;

/** The latest run of one health check, or that there was none. Immutable. */
public final class CheckResult {

  private final Check check;
  private final @Nullable Outcome outcome;
  private final long durationNanos;
  private final long endNanos;
  private final @Nullable String error;

  CheckResult(
      Check check,
      @Nullable Outcome outcome,
      long durationNanos,
      long endNanos,
      @Nullable String error) {
    this.check = check;
    this.outcome = outcome;
    this.durationNanos = durationNanos;
    this.endNanos = endNanos;
    this.error = error;
  }

  static CheckResult none(Check check) {
    return new CheckResult(check, null, 0, 0, null);
  }

  public String name() {
    return check.name();
  }

  public String group() {
    return check.group();
  }

  /** {@code UP}, {@code DOWN}, or {@code UNKNOWN} for a check that has not run. */
  public String status() {
    if (outcome == null) {
      return "UNKNOWN";
    }
    return outcome.isUp() ? "UP" : "DOWN";
  }

  /** Whether the check makes its group down: unknown does so in the group {@code ready}. */
  boolean isDown() {
    return outcome == null ? HealthChecks.READY.equals(group()) : !outcome.isUp();
  }

  public boolean hasRun() {
    return outcome != null;
  }

  public long durationMillis() {
    return durationNanos / 1_000_000;
  }

  /** How long ago the run ended. */
  public long ageMillis() {
    return (System.nanoTime() - endNanos) / 1_000_000;
  }

  /** What the run threw or returned, if it failed. */
  public @Nullable String error() {
    return error;
  }

  /** Of two results of one name, the one that tells more: down before up, run before not run. */
  CheckResult worse(CheckResult other) {
    if (isDown() != other.isDown()) {
      return isDown() ? this : other;
    }
    return hasRun() ? this : other;
  }
}
