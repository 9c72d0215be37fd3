package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Outcome;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link Series} for one call at a time. The thread in the call owns the lane, by the
 * one atomic update that a call costs, and is its only writer until the call ends; so whatever the
 * call leaves behind is written with ordered stores. That the owner is known also answers, for
 * nothing, whether a call is within another one on the same thread, and how long the oldest has
 * been running.
 *
 * <p>Threads: the owner writes; a scrape reads completed calls before started ones, so that it
 * never sees more of the former.
 */
final class Lane extends PaddedCall {

  private static final AtomicReferenceFieldUpdater<Lane, @Nullable Thread> OWNER =
      AtomicReferenceFieldUpdater.newUpdater(Lane.class, Thread.class, "owner");

  /** The numbers begin behind a cache line of nothing, so that lanes do not slow each other. */
  private static final int START = 8;

  private static final int STARTED = 9;
  private static final int NUMBERS = 16;

  private final AtomicLongArray numbers = new AtomicLongArray(NUMBERS);
  private final AtomicReferenceArray<@Nullable Durations> byOutcome =
      new AtomicReferenceArray<>(Outcome.count());

  private volatile @Nullable Thread owner;

  Lane(Series series) {
    super(series);
    numbers.set(START, Series.NOT_RUNNING);
  }

  @Nullable Thread owner() {
    return owner;
  }

  /**
   * Takes the lane for a call that begins now; false if it is taken, or the table no longer used.
   */
  boolean begin(Thread thread, Series.Table table) {
    if (!OWNER.compareAndSet(this, null, thread)) {
      return false;
    }
    try {
      if (!series().isCurrent(table)) {
        owner = null;
        return false;
      }
      if (isAbandoned) { // not written without need: the line may be another lane's too
        isAbandoned = false;
      }
      numbers.lazySet(START, Series.now());
      numbers.lazySet(STARTED, numbers.get(STARTED) + 1);
      return true;
    } catch (Throwable exhausted) { // no stack left: nothing may be called
      owner = null;
      throw exhausted;
    }
  }

  @Override
  long end(Outcome outcome) {
    if (owner != Thread.currentThread()) {
      return ENDED;
    }
    try {
      long end = Series.now();
      long nanos = end - numbers.get(START);
      durations(outcome.ordinal()).record(series().layout().cell(nanos), nanos, end);
      numbers.lazySet(START, Series.NOT_RUNNING);
      OWNER.lazySet(this, null);
      return nanos;
    } catch (Throwable exhausted) { // no stack or heap left: nothing may be called
      isAbandoned = true;
      throw exhausted;
    }
  }

  @Override
  void takeOver(Thread from) {
    OWNER.compareAndSet(this, from, Thread.currentThread());
  }

  @Override
  Call detach() {
    if (owner != Thread.currentThread()) {
      return this;
    }
    try {
      Call detached = series().overflow().adopt(numbers.get(START));
      numbers.lazySet(START, Series.NOT_RUNNING);
      OWNER.lazySet(this, null);
      return detached;
    } catch (Throwable exhausted) { // no stack or heap left: nothing may be called
      owner = null;
      throw exhausted;
    }
  }

  /**
   * Ends a call that its probe failed to end, with an outcome that nobody knows.
   *
   * @param caller whose call it is
   */
  void recover(Thread caller) {
    Thread self = Thread.currentThread();
    if (isAbandoned && (caller == self || OWNER.compareAndSet(this, caller, self))) {
      end(Outcome.UNKNOWN);
    }
  }

  /** When the call in this lane began, or {@link Series#NOT_RUNNING}. */
  long start() {
    return owner == null ? Series.NOT_RUNNING : numbers.get(START);
  }

  long started() {
    return numbers.get(STARTED);
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
