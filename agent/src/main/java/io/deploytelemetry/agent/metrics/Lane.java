package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Outcome;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link Series} for one call at a time. The thread in the call owns the lane, by the
 * one atomic update that a call costs, and is its only writer until the call ends; so whatever the
 * call leaves behind is written with ordered stores. That the owner is known also answers, for
 * nothing, whether a call is within another one on the same thread, and how long the oldest has
 * been running. The owner is known by its {@link ThreadNumber}: a reference would keep the thread,
 * and a garbage collector would have work with each that is written.
 *
 * <p>Threads: the owner writes; a scrape reads completed calls before started ones, so that it
 * never sees more of the former.
 */
final class Lane extends PaddedCall {

  private static final AtomicLongFieldUpdater<Lane> OWNER =
      AtomicLongFieldUpdater.newUpdater(Lane.class, "owner");

  private static final AtomicLongFieldUpdater<Lane> START =
      AtomicLongFieldUpdater.newUpdater(Lane.class, "start");
  private static final AtomicLongFieldUpdater<Lane> STARTED =
      AtomicLongFieldUpdater.newUpdater(Lane.class, "started");

  private final AtomicReferenceArray<@Nullable Durations> byOutcome =
      new AtomicReferenceArray<>(Outcome.count());

  private volatile long owner = ThreadNumber.NOBODY;
  private volatile long start = Series.NOT_RUNNING;
  private volatile long started;

  Lane(Series series) {
    super(series);
  }

  /** The number of the thread whose call is in the lane, or {@link ThreadNumber#NOBODY}. */
  long owner() {
    return owner;
  }

  /**
   * Takes the lane for a call that begins now; false if it is taken, or the table no longer used.
   */
  boolean begin(long thread, Series.Table table) {
    if (!OWNER.compareAndSet(this, ThreadNumber.NOBODY, thread)) {
      return false;
    }
    try {
      if (!series().isCurrent(table)) {
        owner = ThreadNumber.NOBODY;
        return false;
      }
      if (isAbandoned) { // not written without need: the line may be another lane's too
        isAbandoned = false;
      }
      START.lazySet(this, Series.now());
      STARTED.lazySet(this, started + 1);
      return true;
    } catch (Throwable exhausted) { // no stack left: nothing may be called
      owner = ThreadNumber.NOBODY;
      throw exhausted;
    }
  }

  @Override
  long end(Outcome outcome) {
    if (owner != ThreadNumber.ofCurrent()) {
      return ENDED;
    }
    try {
      long end = Series.now();
      long nanos = end - start;
      durations(outcome.ordinal()).record(series().layout().cell(nanos), nanos, end);
      START.lazySet(this, Series.NOT_RUNNING);
      OWNER.lazySet(this, ThreadNumber.NOBODY);
      return nanos;
    } catch (Throwable exhausted) { // no stack or heap left: nothing may be called
      isAbandoned = true;
      throw exhausted;
    }
  }

  @Override
  void takeOver(Thread from) {
    OWNER.compareAndSet(this, ThreadNumber.of(from), ThreadNumber.ofCurrent());
  }

  @Override
  Call detach() {
    if (owner != ThreadNumber.ofCurrent()) {
      return this;
    }
    try {
      Call detached = series().overflow().adopt(start);
      START.lazySet(this, Series.NOT_RUNNING);
      OWNER.lazySet(this, ThreadNumber.NOBODY);
      return detached;
    } catch (Throwable exhausted) { // no stack or heap left: nothing may be called
      isAbandoned = true;
      throw exhausted;
    }
  }

  /**
   * Ends a call that its probe failed to end, with an outcome that nobody knows.
   *
   * @param caller the number of the thread whose call it is
   */
  void recover(long caller) {
    long self = ThreadNumber.ofCurrent();
    if (isAbandoned && (caller == self || OWNER.compareAndSet(this, caller, self))) {
      end(Outcome.UNKNOWN);
    }
  }

  /** When the call in this lane began, or {@link Series#NOT_RUNNING}. */
  long start() {
    return owner == ThreadNumber.NOBODY ? Series.NOT_RUNNING : start;
  }

  long started() {
    return started;
  }

  void addCompletedTo(DurationSums[] sums) {
    for (int i = 0; i < sums.length; i++) {
      Durations durations = byOutcome.get(i);
      if (durations != null) {
        durations.addTo(sums[i]);
      }
    }
  }

  private Durations durations(int outcome) {
    Durations durations = byOutcome.get(outcome);
    if (durations == null) {
      durations = new Durations(series().layout().cells());
      byOutcome.set(outcome, durations);
    }
    return durations;
  }
}
