package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Runs checks when they are due. One thread looks what is due and what takes too long; it runs no
 * code but the agent's, and so nothing can hold it up, and nothing that fails ends it. Each round
 * of a check has a thread of its own, so that what one application leaves on it another one does
 * not find. At most 64 run at a time; more wait, and where 64 hang, what waits is reported as not
 * run. All threads are daemons.
 *
 * <p>Threads: {@link #look} is for the one that looks; {@link #watch} and {@link #ended} for those
 * of the rounds; any may {@link #wake} it.
 */
final class CheckRunner implements Runnable {

  /** So many runs may hang. */
  static final int MOST_RUNS = 64;

  /** Instances tend to come in swarms, and their constructors to be at work when they come. */
  private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How soon it is noticed that a run has come back that hung, or a class is initialised. */
  private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Iterable<? extends Subject> subjects;
  private final HealthChecks results;
  private final BooleanSupplier hasBegun;
  private final Map<Subject, Round> rounds = new HashMap<>();
  private final Set<Run> watched = ConcurrentHashMap.newKeySet();
  private final List<Run> hanging = new ArrayList<>();
  private final Deque<Round> waiting = new ArrayDeque<>();

  private int threads;
  private volatile boolean isNews;
  private boolean isFailureSaid;

  /** Makes a runner that waits until {@code hasBegun}, which is asked again and again. */
  CheckRunner(
      Iterable<? extends Subject> subjects, HealthChecks results, BooleanSupplier hasBegun) {
    this.subjects = subjects;
    this.results = results;
    this.hasBegun = hasBegun;
  }

  /** Begins to run checks. */
  void start() {
    Thread thread = new Thread(this, "telemetry-health");
    thread.setDaemon(true);
    thread.start();
  }

  /** There is something new to look at, soon. */
  void wake() {
    if (!isNews) {
      synchronized (this) {
        isNews = true;
        notifyAll();
      }
    }
  }

  /** A run has begun; from now on its time counts. */
  void watch(Run run) {
    watched.add(run);
    wake();
  }

  @Override
  public void run() {
    try {
      while (!hasBegun.getAsBoolean()) {
        TimeUnit.NANOSECONDS.sleep(SETTLING_NANOS);
      }
      while (true) {
        try {
          sleep(look(System.nanoTime()));
        } catch (InterruptedException ending) {
          throw ending;
        } catch (Throwable failure) { // no memory, most likely; checks go on when there is some
          TimeUnit.SECONDS.sleep(1);
          say(failure);
        }
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(Throwable failure) {
    try {
      if (!isFailureSaid) {
        isFailureSaid = true;
        Log.failed("health checks could not be looked after, which is said once", failure);
      }
    } catch (Throwable again) {
      // there is nobody to tell
    }
  }

  private void sleep(long nanos) throws InterruptedException {
    synchronized (this) {
      long deadline = System.nanoTime() + nanos;
      for (long left = nanos; left > 0 && !isNews; left = deadline - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    if (isNews) {
      TimeUnit.NANOSECONDS.sleep(SETTLING_NANOS);
      isNews = false;
    }
  }

  /**
   * Starts what is due and reports what takes too long.
   *
   * @return for how long there will be nothing to do, in nanoseconds
   */
  long look(long now) {
    long next = LONGEST_SLEEP_NANOS;
    watched.removeIf(Run::hasResult);
    for (Run run : watched) {
      if (run.deadline() - now <= 0) {
        run.timeOut();
        leave(run);
      } else {
        next = Math.min(next, run.deadline() - now);
      }
    }
    int known = 0;
    for (Subject subject : subjects) {
      next = Math.min(next, look(subject, now));
      known++;
    }
    if (rounds.size() > known) {
      forgetGone();
    }
    reportWaiting();
    results.tellStale();
    return next;
  }

  /** Leaves a run that hangs to its thread; the rest of its round goes on in another one. */
  private void leave(Run run) {
    if (run.holdsThread() && run.round().leave(run)) {
      hanging.add(run);
      start(run.round());
    }
  }

  private void reportWaiting() {
    hanging.removeIf(run -> !run.holdsThread());
    List<Round> given = new ArrayList<>();
    synchronized (waiting) {
      if (hanging.size() >= MOST_RUNS) {
        given.addAll(waiting);
        waiting.clear();
        results.setWaiting(0);
      }
    }
    for (Round round : given) {
      drop(round, results::notStarted);
    }
  }

  /** Gives up what a round has not begun; {@code report} is told of which check on which target. */
  private static void drop(Round round, BiConsumer<ProbeSpec, Target> report) {
    for (Run run : round.drop()) {
      report.accept(round.subject().spec(), run.target());
      run.over();
    }
  }

  /** Some checks are not run any more. */
  private void forgetGone() {
    Set<Subject> present = new HashSet<>();
    subjects.forEach(present::add);
    rounds.keySet().retainAll(present);
  }

  private long look(Subject subject, long now) {
    Round last = rounds.get(subject);
    if (last != null && !last.isOver()) {
      return LONGEST_SLEEP_NANOS; // its end wakes this thread
    }
    long next = subject.isIncomplete() ? NOTICE_NANOS : LONGEST_SLEEP_NANOS;
    List<Target> due = new ArrayList<>();
    for (Target target : subject.targets()) {
      if (target.isDue(now)) {
        due.add(target);
      } else if (!target.isExcluded()) {
        long least = target.isHanging() ? NOTICE_NANOS : SETTLING_NANOS;
        next = Math.min(next, Math.max(target.due() - now, least));
      }
    }
    if (!due.isEmpty()) {
      start(subject, due, now);
      next = Math.min(next, period(subject));
    }
    return next;
  }

  private void start(Subject subject, List<Target> due, long now) {
    due.sort(Comparator.comparingInt(CheckRunner::depth).reversed());
    Round round = new Round(subject, this);
    for (Target target : due) {
      Run run = new Run(round, target, results);
      round.add(run);
      target.runs(run, now + period(subject));
      results.expected(subject.spec(), target);
    }
    rounds.put(subject, round);
    start(round);
  }

  /** Gives a round a thread, or lets it wait for one. */
  private void start(Round round) {
    synchronized (waiting) {
      if (threads >= MOST_RUNS) {
        waiting.add(round);
        results.setWaiting(waiting.size());
        return;
      }
      threads++;
    }
    boolean isStarted = false;
    try {
      new CheckThread(round).start();
      isStarted = true;
    } catch (OutOfMemoryError noThread) { // the system gives none, or there is no heap
      drop(round, results::withoutThread);
    } finally {
      if (!isStarted) {
        ended();
      }
    }
  }

  /** The thread of a round ends; another round can have one. */
  void ended() {
    Round next;
    synchronized (waiting) {
      threads--;
      next = waiting.poll();
      results.setWaiting(waiting.size());
    }
    if (next != null) {
      start(next);
    }
    wake();
  }

  private static long period(Subject subject) {
    return TimeUnit.MILLISECONDS.toNanos(subject.spec().schedule().everyMillis());
  }

  /** A proxy's class is below that of what it stands before, and is to run first. */
  private static int depth(Target target) {
    Object object = target.get();
    int depth = 0;
    Class<?> type = object == null ? null : object.getClass();
    for (; type != null; type = type.getSuperclass()) {
      depth++;
    }
    return depth;
  }
}
