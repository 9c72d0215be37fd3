package io.deploytelemetry.agent.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link Durations} of several lanes add up to, as one scrape sees it. One thread only. */
final class DurationSums {

  private final BucketLayout layout;
  private final long[] classic;
  private final TreeMap<Integer, Long> byNativeIndex = new TreeMap<>();
  private @Nullable TracedCall @Nullable [] traced;
  private boolean isFirst = true;
  private long count;
  private long sumNanos;
  private long lastEnd;
  private long lastNanos;

  DurationSums(BucketLayout layout) {
    this.layout = layout;
    this.classic = new long[layout.classicBounds().length];
  }

  /** Adds calls of one cell. */
  void add(int cell, long calls) {
    count += calls;
    classic[layout.classicIndex(cell)] += calls;
    byNativeIndex.merge(layout.nativeIndex(cell), calls, Long::sum);
  }

  /** Adds a sum of durations, and the call among them that ended last. */
  void add(long nanos, long end, long endNanos) {
    if (isFirst || end - lastEnd > 0) {
      isFirst = false;
      lastEnd = end;
      lastNanos = endNanos;
    }
    sumNanos += nanos;
  }

  /** Adds a call that ran in a sampled span; a bucket keeps the one that ended last. */
  void add(int classicIndex, TracedCall call) {
    @Nullable TracedCall[] calls = traced;
    if (calls == null) {
      calls = new TracedCall[classic.length];
      traced = calls;
    }
    TracedCall before = calls[classicIndex];
    if (before == null || before.endMillis() < call.endMillis()) {
      calls[classicIndex] = call;
    }
  }

  /** Adds all that another one has, of the same layout. */
  void add(DurationSums other) {
    if (other.count == 0) {
      return;
    }
    count += other.count;
    for (int i = 0; i < classic.length; i++) {
      classic[i] += other.classic[i];
    }
    other.byNativeIndex.forEach((index, calls) -> byNativeIndex.merge(index, calls, Long::sum));
    add(other.sumNanos, other.lastEnd, other.lastNanos);
    for (int i = 0; other.traced != null && i < classic.length; i++) {
      TracedCall call = other.traced[i];
      if (call != null) {
        add(i, call);
      }
    }
  }

  BucketLayout layout() {
    return layout;
  }

  long count() {
    return count;
  }

  double sumSeconds() {
    return sumNanos / 1e9;
  }

  /** When the last call ended, by {@code System.nanoTime()}; only where the count is not 0. */
  long lastEnd() {
    return lastEnd;
  }

  /** How long the call took that ended last. */
  double lastSeconds() {
    return lastNanos / 1e9;
  }

  /** Calls in each classic bucket, not cumulated, the one to +Inf last. */
  long[] classic() {
    return classic;
  }

  /** The latest call of each classic bucket that ran in a sampled span, in the buckets' order. */
  List<TracedCall> traced() {
    List<TracedCall> calls = new ArrayList<>();
    for (int i = 0; traced != null && i < traced.length; i++) {
      TracedCall call = traced[i];
      if (call != null) {
        calls.add(call);
      }
    }
    return calls;
  }

  /** Calls by the native bucket's index at {@link BucketLayout#SCHEMA}, ascending. */
  SortedMap<Integer, Long> byNativeIndex() {
    return byNativeIndex;
  }
}
