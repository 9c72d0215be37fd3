package io.deploytelemetry.agent.health;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one check that are due at a time, one after the other. A run that hangs keeps its
 * thread; another thread goes on with the rest.
 *
 * <p>Threads: those of the pool, one at a time; the one that watches the time.
 */
final class Round implements Runnable {

  private final Subject subject;
  private final CheckRunner runner;
  private final Deque<Run> todo = new ArrayDeque<>();
  private @Nullable Run current;
  private volatile boolean isOver;

  Round(Subject subject, CheckRunner runner) {
    this.subject = subject;
    this.runner = runner;
  }

  Subject subject() {
    return subject;
  }

  synchronized void add(Run run) {
    todo.add(run);
  }

  /** Whether all runs have ended, or hang. */
  boolean isOver() {
    return isOver;
  }

  @Override
  public void run() {
    CheckThread thread = (CheckThread) Thread.currentThread();
    for (Run run = next(); run != null; run = next()) {
      run.started();
      runner.watch(run);
      thread.setRun(run);
      run.execute();
      thread.setRun(null);
      if (!isCurrent(run)) {
        return; // it hung, and another thread has gone on
      }
    }
    isOver = true;
    runner.wake();
  }

  private synchronized @Nullable Run next() {
    current = todo.poll();
    return current;
  }

  private synchronized boolean isCurrent(Run run) {
    return current == run;
  }

  /** Leaves the run that hangs to its thread; the rest can go on in another one. */
  synchronized void leave(Run hanging) {
    if (current == hanging) {
      current = null;
    }
  }

  /** Drops what has not been started; returns it. */
  synchronized List<Run> drop() {
    List<Run> dropped = new ArrayList<>(todo);
    todo.clear();
    isOver = true;
    return dropped;
  }

  /**
   * A run has led to another target of the check, which need not be run in this round.
   *
   * @return that target; {@code null} if the check does not run on it
   */
  @Nullable Target alsoRan(Object instance) {
    synchronized (this) {
      for (Run run : todo) {
        if (run.target().get() == instance) {
          todo.remove(run);
          run.over();
          return run.target();
        }
      }
    }
    for (Target target : subject.targets()) {
      if (target.get() == instance) {
        return target;
      }
    }
    return null;
  }
}
