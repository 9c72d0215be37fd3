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
 * <p>Threads: its own, one after the other; the one that watches the time.
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
    Run run = next();
    try {
      while (run != null) {
        run.started();
        runner.watch(run);
        thread.setRun(run);
        run.execute();
        thread.setRun(null);
        Thread.interrupted(); // what a check does to its thread is not for the next one
        if (!isCurrent(run)) {
          return; // it hung, and another thread has gone on
        }
        run = next();
      }
    } finally {
      if (run == null || isCurrent(run)) {
        over(run);
      }
      runner.ended();
    }
  }

  private synchronized @Nullable Run next() {
    current = todo.poll();
    return current;
  }

  private synchronized boolean isCurrent(Run run) {
    return current == run;
  }

  /** Nothing is left to do, or something has failed that must not stop the next round. */
  private void over(@Nullable Run last) {
    if (last != null) {
      last.over();
    }
    for (Run left : drop()) {
      left.over();
    }
  }

  /** Leaves the run that hangs to its thread; false if the round has gone on by itself. */
  synchronized boolean leave(Run hanging) {
    boolean isLeft = current == hanging;
    if (isLeft) {
      current = null;
    }
    return isLeft;
  }

  /** Drops what has not been started; returns it. */
  synchronized List<Run> drop() {
    List<Run> dropped = new ArrayList<>(todo);
    todo.clear();
    isOver = true;
    return dropped;
  }

  /**
   * A proxy's run has led to the target behind it, which need not be run in this round.
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
