package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.HealthListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one check: the latest result on each of its targets, or of the latest call where
 * the agent only observes. Knows when it changes for better or worse.
 *
 * <p>Threads: all access is under the lock of {@link HealthChecks}.
 */
final class CheckState {

  /** Stands for the calls of the application. */
  private static final Object OBSERVED = new Object();

  private static final int MOST_CHANGES = 10;
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<Object, CheckResult> results = new LinkedHashMap<>();
  private Check check;
  private String told = "";
  private int changes;
  private long firstChangeNanos;

  CheckState(Check check) {
    this.check = check;
  }

  /** Equal checks may differ in their schedules: a class was loaded anew. The latest one counts. */
  void known(Check latest) {
    check = latest;
  }

  Check check() {
    return check;
  }

  /** Whether its results grow stale. */
  boolean isMortal() {
    return check.schedule().ttlMillis() > 0;
  }

  /**
   * Takes a new result.
   *
   * @param target what the check ran on; {@code null} if the application called it
   */
  void put(@Nullable Target target, CheckResult result) {
    results.put(target == null ? OBSERVED : target, result);
  }

  /** The check is going to run on a target for the first time. */
  void expect(Target target) {
    results.putIfAbsent(target, CheckResult.unknown(check, null));
  }

  /** A target is gone; returns whether it was the last one. */
  boolean forget(Target target) {
    return results.remove(target) != null && results.isEmpty();
  }

  /** How the check is now: all targets must be up. */
  CheckResult result() {
    List<CheckResult> current = new ArrayList<>();
    results.forEach(
        (target, result) -> {
          boolean isHanging = target instanceof Target && ((Target) target).isHanging();
          CheckResult fresh =
              isHanging && Boolean.FALSE.equals(result.isUp()) ? result : result.unlessStale();
          if (!fresh.isExpected()) {
            current.add(fresh);
          }
        });
    return current.isEmpty() ? CheckResult.unknown(check, null) : CheckResult.worst(current);
  }

  /**
   * How the check has changed since it was last asked; {@code null} if it has not. That it is well
   * is no news at first.
   */
  @Nullable Change news() {
    CheckResult now = result();
    String status = now.status();
    boolean isNews = !status.equals(told) && (!told.isEmpty() || status.equals("DOWN"));
    if (now.hasRun() || !told.isEmpty()) {
      told = status;
    }
    return isNews ? change(now) : null;
  }

  /** A check that flaps is not to fill the log. */
  private Change change(CheckResult now) {
    long nanos = System.nanoTime();
    if (changes == 0 || nanos - firstChangeNanos > WINDOW_NANOS) {
      changes = 0;
      firstChangeNanos = nanos;
    }
    changes++;
    return new Change(check, now, changes);
  }

  /** A change for better or worse. Immutable. */
  static final class Change {

    private final Check check;
    private final CheckResult now;
    private final int number;

    /** Makes a change; {@code number} is which one it is in its minute, from 1 on. */
    private Change(Check check, CheckResult now, int number) {
      this.check = check;
      this.now = now;
      this.number = number;
    }

    /** Says so in the log, which may take its time, and to the listener. */
    void tell(HealthListener listener) {
      if (number <= MOST_CHANGES && !Log.hasEvents()) { // else the event says it
        log();
      }
      listener.changed(check, now.status(), now.error());
    }

    private void log() {
      String error = now.error();
      String line = "health check " + now.name() + " is " + now.status();
      String flaps =
          number == MOST_CHANGES ? "; it flaps, and for a minute no more is said of it" : "";
      if (now.status().equals("UP")) {
        Log.info(line + " again" + flaps);
      } else {
        Log.warn(line + (error == null ? "" : ": " + error) + flaps);
      }
    }
  }
}
