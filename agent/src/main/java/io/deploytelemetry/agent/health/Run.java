package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.CheckRun;
import io.deploytelemetry.agent.model.Outcome;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a check on one target, until it has come back, which may be long after it has been
 * reported as timed out.
 *
 * <p>Threads: the run's own; that which completes a stage; the one that watches the time.
 */
final class Run implements CheckRun {

  private final Round round;
  private final HealthChecks results;

  private volatile Target target;
  private volatile long startNanos;
  private @Nullable Object counted;
  private @Nullable Runnable timeOut;
  private volatile boolean isTimedOut;
  private volatile boolean isDetached;
  private volatile boolean hasResult;
  private volatile boolean isBack;
  private boolean isClaimed;

  Run(Round round, Target target, HealthChecks results) {
    this.round = round;
    this.target = target;
    this.results = results;
  }

  Target target() {
    return target;
  }

  Round round() {
    return round;
  }

  /** Whether the target can run again. */
  boolean isBack() {
    return isBack;
  }

  /** Whether it has its result: nobody need watch it. */
  boolean hasResult() {
    return hasResult;
  }

  /** Whether it holds its thread. */
  boolean holdsThread() {
    return !isBack && !isDetached;
  }

  /** When it will have taken too long, by {@code System.nanoTime()}; once it has been started. */
  long deadline() {
    return startNanos
        + TimeUnit.MILLISECONDS.toNanos(round.subject().spec().schedule().timeoutMillis());
  }

  /** The check runs from now on. */
  void started() {
    startNanos = System.nanoTime();
  }

  /** Runs the check; returns when the method has. */
  void execute() {
    Object object = target.get();
    if (object == null || target.isExcluded()) {
      over();
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(round.subject().contextLoader(object));
      round.subject().run(object);
    } catch (Throwable thrown) { // whatever a check does, the next one is to run
      if (claim()) { // else its call has told already
        results.couldNotRun(round.subject().spec(), target, thrown);
      }
    } finally {
      thread.setContextClassLoader(before);
      if (!isDetached) {
        over();
      }
    }
  }

  /** It need not be run: the same has been done within another run. */
  void over() {
    hasResult = true;
    isBack = true;
  }

  /** It has taken too long; if its call has not begun, that one counts for itself. */
  void timeOut() {
    Runnable ending;
    synchronized (this) {
      isTimedOut = true;
      isClaimed = true;
      ending = timeOut;
    }
    if (ending != null) {
      ending.run();
    } else {
      results.timedOut(round.subject().spec(), target);
    }
    hasResult = true;
  }

  /** A check is called on this run's thread: that of another instance, if the target is a proxy. */
  void called(Object instance) {
    Target asked = target;
    if (asked.get() != instance && round.subject().isProxy(asked, instance)) {
      Target done = round.alsoRan(instance);
      if (done != null) {
        asked.exclude();
        results.forget(asked);
        target = done;
      }
    }
  }

  @Override
  public synchronized boolean claim() {
    boolean isFirst = !isClaimed && !hasResult;
    isClaimed = true;
    return isFirst;
  }

  @Override
  public void begun(Object countedIn, Runnable timeOutOfCall) {
    boolean isLate;
    synchronized (this) {
      counted = countedIn;
      timeOut = timeOutOfCall;
      isLate = isTimedOut;
    }
    if (isLate) {
      timeOutOfCall.run();
    }
  }

  @Override
  public synchronized boolean isStillIn(Object countedIn) {
    return isTimedOut && !isDetached && counted == countedIn;
  }

  @Override
  public void detached() {
    isDetached = true;
  }

  @Override
  public void ended(Check check, Outcome outcome, long durationNanos, @Nullable Object error) {
    results.ran(check, target, outcome, durationNanos, error);
    hasResult = true;
    if (isDetached && !isTimedOut) {
      isBack = true;
    }
  }

  @Override
  public void cameBack() {
    if (isDetached) {
      isBack = true;
    }
  }
}
