package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.Outcome;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest run of one health check, or that nobody knows how it is. Immutable. */
public final class CheckResult {

  private final Check check;
  private final @Nullable Outcome outcome;
  private final long durationNanos;
  private final long endNanos;
  private final @Nullable String error;
  private final List<CheckResult> parts;

  private CheckResult(
      Check check,
      @Nullable Outcome outcome,
      long durationNanos,
      long endNanos,
      @Nullable String error,
      List<CheckResult> parts) {
    this.check = check;
    this.outcome = outcome;
    this.durationNanos = durationNanos;
    this.endNanos = endNanos;
    this.error = error;
    this.parts = parts;
  }

  /** The result of a run that has just ended. */
  static CheckResult of(Check check, Outcome outcome, long durationNanos, @Nullable String error) {
    return new CheckResult(
        check, outcome, durationNanos, System.nanoTime(), error, Collections.emptyList());
  }

  /**
   * Nobody knows how a check is.
   *
   * @param reason why; {@code null} if it has not run yet
   */
  static CheckResult unknown(Check check, @Nullable String reason) {
    return new CheckResult(check, null, 0, System.nanoTime(), reason, Collections.emptyList());
  }

  /** The worst of several results of one check, which remembers them all. */
  static CheckResult worst(List<CheckResult> results) {
    CheckResult worst = results.get(0);
    for (CheckResult result : results) {
      worst = worst.worse(result);
    }
    return results.size() == 1
        ? worst
        : new CheckResult(
            worst.check, worst.outcome, worst.durationNanos, worst.endNanos, worst.error, results);
  }

  public String name() {
    return check.name();
  }

  public String group() {
    return check.group();
  }

  /** {@code UP}, {@code DOWN}, or {@code UNKNOWN} for a check that has not run, or not lately. */
  public String status() {
    if (outcome == null) {
      return "UNKNOWN";
    }
    return outcome.isUp() ? "UP" : "DOWN";
  }

  /** Whether it is up; {@code null} if nobody knows. */
  @Nullable Boolean isUp() {
    return outcome == null ? null : outcome.isUp();
  }

  /**
   * Whether the check makes its group down: unknown does so in the groups {@code ready} and {@code
   * started}.
   */
  boolean isDown() {
    return outcome == null
        ? HealthChecks.READY.equals(group()) || HealthChecks.STARTED.equals(group())
        : !outcome.isUp();
  }

  public boolean hasRun() {
    return outcome != null;
  }

  /** Whether there is no result yet, and no reason why not: one is about to come. */
  boolean isExpected() {
    return outcome == null && error == null;
  }

  public long durationMillis() {
    return durationNanos / 1_000_000;
  }

  /** How long ago the run ended. */
  public long ageMillis() {
    return (System.nanoTime() - endNanos) / 1_000_000;
  }

  /** What the run threw or returned, if it failed; or why nobody knows. */
  public @Nullable String error() {
    return error;
  }

  /** The results on each of several instances; empty if there is but one. */
  public List<CheckResult> parts() {
    return parts;
  }

  /** The same, or unknown if it is older than it may be. */
  CheckResult unlessStale() {
    long ttl = check.schedule().ttlMillis();
    return outcome == null || ttl == 0 || ageMillis() <= ttl
        ? this
        : unknown(check, "stale: the last run ended " + ageMillis() / 1_000 + " s ago");
  }

  /** Of two results, the one that tells more: down before up, run before not run. */
  CheckResult worse(CheckResult other) {
    if (isDown() != other.isDown()) {
      return isDown() ? this : other;
    }
    return hasRun() ? this : other;
  }
}
