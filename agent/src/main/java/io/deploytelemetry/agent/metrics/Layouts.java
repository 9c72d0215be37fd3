package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Bounds;
import io.deploytelemetry.agent.model.OperationKind;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of all histograms. One is made when first asked for, which takes a millisecond or two
 * in a cold JVM: not when a method is woven, because that is on the way to the application's start.
 */
final class Layouts {

  private final Bounds bounds;
  private final AtomicReferenceArray<@Nullable BucketLayout> byKind =
      new AtomicReferenceArray<>(OperationKind.values().length);

  private volatile @Nullable BucketLayout leadTimes;
  private volatile @Nullable BucketLayout recoveries;

  Layouts(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The layout of a kind's durations. */
  BucketLayout ofDurations(OperationKind kind) {
    BucketLayout layout = byKind.get(kind.ordinal());
    if (layout == null) {
      layout = new BucketLayout(bounds.ofDurations(kind));
      byKind.set(kind.ordinal(), layout);
    }
    return layout;
  }

  BucketLayout ofLeadTimes() {
    BucketLayout layout = leadTimes;
    if (layout == null) {
      layout = new BucketLayout(bounds.ofLeadTimes());
      leadTimes = layout;
    }
    return layout;
  }

  BucketLayout ofRecoveries() {
    BucketLayout layout = recoveries;
    if (layout == null) {
      layout = new BucketLayout(bounds.ofRecoveries());
      recoveries = layout;
    }
    return layout;
  }
}
