package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a {@link Series} that found every {@link Lane} open to them taken, one for a thread,
 * and those that go on after their method has returned. Slower than a lane, and allocates; exact
 * all the same.
 */
final class Overflow {

  private final Series series;
  private final ConcurrentHashMap<ThreadKey, SharedCall> running = new ConcurrentHashMap<>();
  private final Set<DetachedCall> detached = ConcurrentHashMap.newKeySet();
  private final AtomicLong started = new AtomicLong();
  private final Durations[] byOutcome = new Durations[Outcome.count()];

  Overflow(Series series) {
    this.series = series;
    for (int i = 0; i < byOutcome.length; i++) {
      byOutcome[i] = new Durations(series.layout().cells());
    }
  }

  boolean isRunning(Thread thread) {
    SharedCall call = running.isEmpty() ? null : running.get(new ThreadKey(thread));
    if (call != null && call.isAbandoned) {
      call.end(Outcome.UNKNOWN);
      return false;
    }
    return call != null;
  }

  /** Ends the calls that their probes failed to end, and those of threads that have ended. */
  void recoverAbandoned() {
    for (SharedCall call : running.values()) {
      if (call.isAbandoned || !call.key.thread.isAlive()) {
        call.end(Outcome.UNKNOWN);
      }
    }
  }

  Call begin(Thread thread) {
    ThreadKey key = new ThreadKey(thread);
    SharedCall call = new SharedCall(key);
    running.put(key, call);
    started.incrementAndGet();
    return call;
  }

  /** A call goes on that was counted as started in its lane. */
  Call adopt(long start) {
    DetachedCall call = new DetachedCall(start);
    detached.add(call);
    return call;
  }

  long oldestStart() {
    long oldest = Series.NOT_RUNNING;
    for (long start : starts()) {
      oldest = Series.older(oldest, start);
    }
    return oldest;
  }

  /** When each call that is running began. */
  List<Long> starts() {
    List<Long> starts = new ArrayList<>();
    for (SharedCall call : running.values()) {
      starts.add(call.start);
    }
    for (DetachedCall call : detached) {
      starts.add(call.start);
    }
    return starts;
  }

  long started() {
    return started.get();
  }

  void addCompletedTo(DurationSums[] sums) {
    for (int i = 0; i < sums.length; i++) {
      byOutcome[i].addTo(sums[i]);
    }
  }

  /** A thread itself, whatever its class, which may be the application's, thinks equal to it. */
  private static final class ThreadKey {

    private final Thread thread;

    ThreadKey(Thread thread) {
      this.thread = thread;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ThreadKey && ((ThreadKey) other).thread == thread;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(thread);
    }
  }

  private final class SharedCall extends Call {

    private final ThreadKey key;
    private final long start = Series.now();

    SharedCall(ThreadKey key) {
      super(series);
      this.key = key;
    }

    @Override
    long end(Outcome outcome) {
      return running.remove(key, this) ? record(outcome, start) : ENDED;
    }

    @Override
    Call detach() {
      Call call = adopt(start);
      running.remove(key, this);
      return call;
    }
  }

  private final class DetachedCall extends Call {

    private final long start;

    DetachedCall(long start) {
      super(series);
      this.start = start;
    }

    @Override
    long end(Outcome outcome) {
      return detached.remove(this) ? record(outcome, start) : ENDED;
    }

    @Override
    Call detach() {
      return this;
    }
  }

  private long record(Outcome outcome, long start) {
    long end = Series.now();
    long nanos = end - start;
    byOutcome[outcome.ordinal()].recordShared(series.layout().cell(nanos), nanos, end);
    return nanos;
  }
}
