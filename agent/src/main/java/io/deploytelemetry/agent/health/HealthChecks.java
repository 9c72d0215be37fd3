package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.HealthGroups;
import io.deploytelemetry.agent.model.HealthListener;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The health checks that are known, and how they are. Runs of checks write, {@code /health} and the
 * metrics read; nothing of the application runs on behalf of a reader, nor under the lock.
 */
public final class HealthChecks implements CheckListener, HealthGroups {

  /** The group that a load balancer asks for: a check in it that has not run yet is not up. */
  public static final String READY = "ready";

  /** The group that a startup probe asks for, with the same rule. */
  public static final String STARTED = "started";

  private static final int LONGEST_ERROR = 300;

  /** By the values of their labels. */
  private final Map<List<String>, CheckState> states = new LinkedHashMap<>();

  private final HealthListener listener;
  private final LongAdder hanging = new LongAdder();
  private final LongAdder threadless = new LongAdder();
  private volatile int waiting;
  private volatile boolean isApplicationLoaded;

  /** Makes checks; {@code listener} is told how they change. */
  public HealthChecks(HealthListener listener) {
    this.listener = listener;
  }

  /** The application's main class has been loaded: from now on, no check means nothing is wrong. */
  public void applicationLoaded() {
    isApplicationLoaded = true;
  }

  @Override
  public synchronized void known(Check check) {
    state(check).known(check);
  }

  /** What is known of the check goes, unless another method is the same check. */
  @Override
  public synchronized void released(ProbeSpec spec) {
    states.values().removeIf(state -> state.check().isOf(spec));
  }

  @Override
  public void ran(Check check, Outcome outcome, long durationNanos, @Nullable Object error) {
    put(check, null, CheckResult.of(check, outcome, durationNanos, text(error)));
  }

  /**
   * The agent is about to run a check on a target: the check exists, though nobody knows how it is.
   */
  void expected(ProbeSpec spec, Target target) {
    Check check = check(spec);
    if (check != null) {
      synchronized (this) {
        CheckState state = state(check);
        state.known(check);
        state.expect(target);
        forgetIfGone(target);
      }
    }
  }

  /** The agent has run a check on a target. */
  void ran(
      Check check, Target target, Outcome outcome, long durationNanos, @Nullable Object error) {
    put(check, target, CheckResult.of(check, outcome, durationNanos, text(error)));
  }

  /** A run has taken too long before its method was called. */
  void timedOut(ProbeSpec spec, Target target) {
    Check check = check(spec);
    if (check != null) {
      long timeoutNanos = spec.schedule().timeoutMillis() * 1_000_000;
      put(
          check,
          target,
          CheckResult.of(
              check, Outcome.TIMEOUT, timeoutNanos, "timed out before its method was called"));
    }
  }

  /** A run has failed before its method was called. */
  void couldNotRun(ProbeSpec spec, Target target, Throwable failure) {
    unknown(spec, target, "the agent cannot run it: " + text(failure));
  }

  /** A run was due, and too many others hang. */
  void notStarted(ProbeSpec spec, Target target) {
    hanging.increment();
    unknown(spec, target, "not run: " + CheckRunner.MOST_RUNS + " runs of checks hang");
  }

  /** A run was due, and the system gives no thread. */
  void withoutThread(ProbeSpec spec, Target target) {
    threadless.increment();
    unknown(spec, target, "not run: there is no memory for a thread, or the system gives none");
  }

  /** So many rounds wait for a thread now. */
  void setWaiting(int rounds) {
    waiting = rounds;
  }

  @Override
  public int waiting() {
    return waiting;
  }

  @Override
  public Map<String, Long> dropped() {
    Map<String, Long> dropped = new LinkedHashMap<>();
    dropped.put("health_checks_hang", hanging.sum());
    dropped.put("no_thread", threadless.sum());
    return dropped;
  }

  private void unknown(ProbeSpec spec, Target target, String reason) {
    Check check = check(spec);
    if (check != null) {
      put(check, target, CheckResult.unknown(check, reason));
    }
  }

  /** The check of a spec; {@code null} if only a call tells. */
  private static @Nullable Check check(ProbeSpec spec) {
    return spec.entryPaths().isEmpty()
        ? new Check(spec, spec.labels(Collections.emptyList()))
        : null;
  }

  private void put(Check check, @Nullable Target target, CheckResult result) {
    CheckState.Change change;
    synchronized (this) {
      CheckState state = state(check);
      state.put(target, result);
      change = state.news();
      if (target != null) {
        forgetIfGone(target);
      }
    }
    if (change != null) {
      change.tell(listener);
    }
  }

  /** Whoever removes what is gone may have come before. */
  private void forgetIfGone(Target target) {
    if (target.get() == null || target.isExcluded()) {
      forget(target);
    }
  }

  /**
   * A target is gone, or is not run any more. With the last one its check goes too: an application
   * that has been undeployed is not ill.
   */
  synchronized void forget(Target target) {
    states.values().removeIf(state -> state.forget(target));
  }

  /** Says in the log which checks have not run for too long. */
  void tellStale() {
    List<CheckState.Change> changes = new ArrayList<>();
    synchronized (this) {
      for (CheckState state : states.values()) {
        CheckState.Change change = state.isMortal() ? state.news() : null;
        if (change != null) {
          changes.add(change);
        }
      }
    }
    changes.forEach(change -> change.tell(listener));
  }

  private CheckState state(Check check) {
    CheckState state = states.get(check.labels());
    if (state == null) {
      state = new CheckState(check);
      states.put(check.labels(), state);
    }
    return state;
  }

  /**
   * What is known of the checks of a group.
   *
   * @param group the group; {@code null} for all
   */
  public HealthReport report(@Nullable String group) {
    List<CheckResult> results = results();
    results.removeIf(result -> group != null && !group.equals(result.group()));
    boolean isStarting = READY.equals(group) && results.isEmpty() && !isApplicationLoaded;
    return new HealthReport(results, isStarting);
  }

  /** What is known of the checks of a name. */
  public HealthReport reportOf(String name) {
    List<CheckResult> results = results();
    results.removeIf(result -> !name.equals(result.name()));
    return new HealthReport(results, false);
  }

  @Override
  public Map<String, Boolean> upByGroup() {
    Map<String, Boolean> upByGroup = new TreeMap<>();
    for (CheckResult result : results()) {
      upByGroup.merge(result.group(), !result.isDown(), Boolean::logicalAnd);
    }
    return upByGroup;
  }

  @Override
  public synchronized @Nullable Boolean isUp(List<String> labels) {
    CheckState state = states.get(labels);
    return state == null ? null : state.result().isUp();
  }

  @Override
  public synchronized double periodSeconds(List<String> labels) {
    CheckState state = states.get(labels);
    return state == null ? 0 : state.check().schedule().everyMillis() / 1e3;
  }

  private synchronized List<CheckResult> results() {
    List<CheckResult> results = new ArrayList<>();
    for (CheckState state : states.values()) {
      results.add(state.result());
    }
    return results;
  }

  /** The application's own text: its {@code toString()} may do anything, and throw. */
  private static @Nullable String text(@Nullable Object error) {
    if (error == null) {
      return null;
    }
    try {
      String text = String.valueOf(error);
      Throwable cause = error instanceof Throwable ? ((Throwable) error).getCause() : null;
      if (cause != null && !text.contains(cause.toString())) {
        text += "; caused by " + cause;
      }
      return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
    } catch (Throwable unprintable) { // the result must be kept, whatever its text does
      return error.getClass().getName();
    }
  }
}
