package io.deploytelemetry.agent.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The calls that ended in one way: how many in each cell of a {@link BucketLayout}, the sum of
 * their durations, and the last one. Cells come in pages that are made when first needed, because
 * the durations of one method lie close together.
 *
 * <p>Threads: {@link #record} is for one writer at a time, who owns the {@link Lane} around it, and
 * costs only ordered stores; {@link #recordShared} is for any number. One object sees one kind of
 * writer only. Readers may come at any time; what they see of the sum may be ahead of the count by
 * the calls that end just then.
 */
final class Durations extends CacheLine {

  private static final int PAGE_BITS = 5;
  private static final int PAGE = 1 << PAGE_BITS;

  /**
   * In longs: a cache line of nothing, so that the arrays of two threads do not slow each other.
   */
  private static final int PADDING = 8;

  private static final AtomicLongFieldUpdater<Durations> SUM =
      AtomicLongFieldUpdater.newUpdater(Durations.class, "sum");
  private static final AtomicLongFieldUpdater<Durations> LAST_NANOS =
      AtomicLongFieldUpdater.newUpdater(Durations.class, "lastNanos");
  private static final AtomicLongFieldUpdater<Durations> LAST_END =
      AtomicLongFieldUpdater.newUpdater(Durations.class, "lastEnd");

  private final AtomicReferenceArray<@Nullable AtomicLongArray> pages;
  private volatile long sum;
  private volatile long lastNanos;
  private volatile long lastEnd;

  Durations(int cells) {
    this.pages = new AtomicReferenceArray<>((cells + PAGE - 1) >>> PAGE_BITS);
  }

  /** Counts a call; the caller is the only writer. */
  void record(int cell, long nanos, long end) {
    AtomicLongArray page = page(cell >>> PAGE_BITS);
    SUM.lazySet(this, sum + nanos);
    LAST_NANOS.lazySet(this, nanos);
    LAST_END.lazySet(this, end);
    int index = PADDING + (cell & (PAGE - 1));
    page.lazySet(index, page.get(index) + 1);
  }

  /** Counts a call; there may be other writers. */
  void recordShared(int cell, long nanos, long end) {
    AtomicLongArray page = page(cell >>> PAGE_BITS);
    SUM.getAndAdd(this, nanos);
    lastNanos = nanos;
    lastEnd = end;
    page.getAndIncrement(PADDING + (cell & (PAGE - 1)));
  }

  /** Adds what was counted to a sum over several objects. */
  void addTo(DurationSums sums) {
    long count = 0;
    for (int p = 0; p < pages.length(); p++) {
      AtomicLongArray page = pages.get(p);
      for (int i = 0; page != null && i < PAGE; i++) {
        long calls = page.get(PADDING + i);
        if (calls != 0) {
          sums.add((p << PAGE_BITS) + i, calls);
          count += calls;
        }
      }
    }
    if (count > 0) {
      sums.add(sum, lastEnd, lastNanos);
    }
  }

  private AtomicLongArray page(int index) {
    AtomicLongArray page = pages.get(index);
    return page == null ? newPage(index) : page;
  }

  private AtomicLongArray newPage(int index) {
    AtomicLongArray fresh = new AtomicLongArray(PADDING + PAGE);
    if (pages.compareAndSet(index, null, fresh)) {
      return fresh;
    }
    AtomicLongArray other = pages.get(index);
    return other == null ? fresh : other;
  }
}
