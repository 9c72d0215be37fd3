package io.deploytelemetry.agent.history;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The latest things of one kind. It takes so many between one {@link #refill} and the next: a
 * method that is called a million times a second neither fills the memory nor allocates, and what
 * is refused costs the reading of one field.
 *
 * <p>Threads: any may offer; who adds and reads holds the lock of {@link History}.
 */
final class Ring<T> {

  private final Object[] entries;
  private final int budget;
  private final AtomicInteger left;
  private long added;

  /**
   * Makes a ring, which takes as much as it holds before it is first refilled.
   *
   * @param size how many it holds
   * @param budget how many it takes after each refill
   */
  Ring(int size, int budget) {
    this.entries = new Object[size];
    this.budget = budget;
    this.left = new AtomicInteger(size);
  }

  /** Whether another thing may be added before the next refill. */
  boolean hasRoom() {
    return left.get() > 0;
  }

  /** Whether a thing that has happened is to be added; so many only are told so. */
  boolean admits() {
    return hasRoom() && left.decrementAndGet() >= 0;
  }

  void refill() {
    left.set(budget);
  }

  void add(T entry) {
    entries[(int) (added % entries.length)] = entry;
    added++;
  }

  /** How many things were ever added. */
  long added() {
    return added;
  }

  /** Copies what is remembered, the oldest first. */
  @SuppressWarnings("unchecked") // nothing else is ever added
  void copyTo(List<? super T> list) {
    for (long i = Math.max(0, added - entries.length); i < added; i++) {
      list.add((T) entries[(int) (i % entries.length)]);
    }
  }
}
