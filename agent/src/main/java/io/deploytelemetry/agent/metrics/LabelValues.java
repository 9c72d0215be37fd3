package io.deploytelemetry.agent.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The values that calls have given to one label: so many as there may be, and how many came over.
 */
final class LabelValues {

  private volatile int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final LongAdder overflow = new LongAdder();
  private final AtomicBoolean isSaid = new AtomicBoolean();

  LabelValues(int most) {
    this.most = most;
  }

  /** There may be so many from now on; those that are known stay. */
  void limit(int newMost) {
    most = newMost;
  }

  /** Whether a value may be used: it is known, or there is room for it. */
  boolean admits(String value) {
    return known.contains(value) || (known.size() < most && admitNew(value));
  }

  private synchronized boolean admitNew(String value) {
    return known.contains(value) || (known.size() < most && known.add(value));
  }

  /** A value was replaced; returns whether it is the first. */
  boolean overflowed() {
    overflow.increment();
    return !isSaid.get() && isSaid.compareAndSet(false, true);
  }

  /** How many values were replaced. */
  long overflow() {
    return overflow.sum();
  }
}
