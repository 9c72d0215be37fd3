package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Bounds;
import io.deploytelemetry.agent.model.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of all histograms. One is made when first asked for, which takes a millisecond or two
 * in a cold JVM: not when a method is woven, because that is on the way to the application's start.
 * Once made it stays, whatever bounds come later: the series of a histogram are added up, which
 * those with other buckets could not be.
 */
final class Layouts {

  private final AtomicReferenceArray<@Nullable BucketLayout> byKind =
      new AtomicReferenceArray<>(OperationKind.values().length);
  private final AtomicReference<@Nullable BucketLayout> leadTimes = new AtomicReference<>();
  private final AtomicReference<@Nullable BucketLayout> recoveries = new AtomicReference<>();

  private volatile Bounds bounds;

  Layouts(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Makes what is still to be made of other bounds.
   *
   * @return the histograms that keep theirs
   */
  List<String> use(Bounds changed) {
    bounds = changed;
    List<String> kept = new ArrayList<>();
    for (OperationKind kind : OperationKind.values()) {
      if (kind != OperationKind.APPROVAL) { // which has no histogram
        addKept(
            kept, Bounds.durationsOf(kind), byKind.get(kind.ordinal()), changed.ofDurations(kind));
      }
    }
    addKept(kept, Bounds.LEAD_TIMES, leadTimes.get(), changed.ofLeadTimes());
    addKept(kept, Bounds.RECOVERIES, recoveries.get(), changed.ofRecoveries());
    return kept;
  }

  private static void addKept(
      List<String> kept, String name, @Nullable BucketLayout layout, double[] wanted) {
    if (layout != null && !layout.hasBounds(wanted)) {
      kept.add(name);
    }
  }

  /** The layout of a kind's durations. */
  BucketLayout ofDurations(OperationKind kind) {
    BucketLayout layout = byKind.get(kind.ordinal());
    if (layout == null) {
      layout = new BucketLayout(bounds.ofDurations(kind));
      if (!byKind.compareAndSet(kind.ordinal(), null, layout)) {
        return ofDurations(kind);
      }
    }
    return layout;
  }

  BucketLayout ofLeadTimes() {
    BucketLayout layout = leadTimes.get();
    return layout == null ? first(leadTimes, new BucketLayout(bounds.ofLeadTimes())) : layout;
  }

  BucketLayout ofRecoveries() {
    BucketLayout layout = recoveries.get();
    return layout == null ? first(recoveries, new BucketLayout(bounds.ofRecoveries())) : layout;
  }

  private static BucketLayout first(
      AtomicReference<@Nullable BucketLayout> place, BucketLayout layout) {
    place.compareAndSet(null, layout);
    BucketLayout made = place.get();
    return made == null ? layout : made;
  }
}
