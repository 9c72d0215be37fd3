package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Outcome;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest call of a series that ran in a sampled span, for each outcome and bucket of the
 * classic histogram. Any number of writers and readers.
 */
final class TracedCalls {

  /** How long after a look for a span there is none for a call of the same outcome and bucket. */
  private static final long PAUSE_MILLIS = 100;

  private final BucketLayout layout;
  private final int buckets;
  private final AtomicLongArray lookedMillis;
  private final AtomicReferenceArray<@Nullable TracedCall> latest;

  TracedCalls(BucketLayout layout) {
    this.layout = layout;
    this.buckets = layout.classicBounds().length;
    this.lookedMillis = new AtomicLongArray(Outcome.count() * buckets);
    this.latest = new AtomicReferenceArray<>(Outcome.count() * buckets);
  }

  /** Whether the span of a call that has just ended is worth a look; one thread is told so. */
  boolean isLookDue(Outcome outcome, long nanos, long nowMillis) {
    int index = index(outcome, nanos);
    long before = lookedMillis.get(index);
    boolean isEarly = nowMillis >= before && nowMillis - before < PAUSE_MILLIS;
    return !isEarly && lookedMillis.compareAndSet(index, before, nowMillis);
  }

  void put(Outcome outcome, long nanos, TracedCall call) {
    latest.set(index(outcome, nanos), call);
  }

  void addTo(DurationSums[] sums) {
    for (int i = 0; i < latest.length(); i++) {
      TracedCall call = latest.get(i);
      if (call != null) {
        sums[i / buckets].add(i % buckets, call);
      }
    }
  }

  private int index(Outcome outcome, long nanos) {
    return outcome.ordinal() * buckets + layout.classicIndex(layout.cell(nanos));
  }
}
