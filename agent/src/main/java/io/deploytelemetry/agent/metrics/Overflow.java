package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Outcome;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls of a {@link Series} that found every {@link Lane} open to them taken: as many as there
 * are, one for a thread. Slower than a lane, and allocates; exact all the same.
 */
final class Overflow {

  private final Series series;
  private final ConcurrentHashMap<Thread, SharedCall> running = new ConcurrentHashMap<>();
  private final AtomicLong started = new AtomicLong();
  private final Durations[] byOutcome = new Durations[Outcome.count()];

  Overflow(Series series) {
    this.series = series;
    for (int i = 0; i < byOutcome.length; i++) {
      byOutcome[i] = new Durations(series.layout().cells());
    }
  }

  boolean isRunning(Thread thread) {
    return !running.isEmpty() && running.containsKey(thread);
  }

  Call begin(Thread thread) {
    SharedCall call = new SharedCall(thread);
    running.put(thread, call);
    started.incrementAndGet();
    return call;
  }

  long oldestStart() {
    long oldest = Series.NOT_RUNNING;
    for (SharedCall call : running.values()) {
      oldest = Series.older(oldest, call.start);
    }
    return oldest;
  }

  long started() {
    return started.get();
  }

  void addCompletedTo(DurationSums[] sums) {
    for (int i = 0; i < sums.length; i++) {
      byOutcome[i].addTo(sums[i]);
    }
  }

  private final class SharedCall extends Call {

    private final Thread thread;
    private final long start = Series.now();

    SharedCall(Thread thread) {
      super(series);
      this.thread = thread;
    }

    @Override
    long end(Outcome outcome) {
      if (!running.remove(thread, this)) {
        return ENDED;
      }
      long end = Series.now();
      long nanos = end - start;
      byOutcome[outcome.ordinal()].recordShared(series.layout().cell(nanos), nanos, end);
      return nanos;
    }
  }
}
