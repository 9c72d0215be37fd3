package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Bounds;
import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.OperationKind;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of the families that are histograms. One is made when first asked for, which takes a
 * millisecond or two in a cold JVM: not when a method is woven, because that is on the way to the
 * application's start.
 */
final class Layouts {

  private final Bounds bounds;
  private final AtomicReferenceArray<@Nullable BucketLayout> byFamily =
      new AtomicReferenceArray<>(Family.values().length);

  Layouts(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The layout of a kind's durations. */
  BucketLayout of(OperationKind kind) {
    return of(Family.durationOf(kind));
  }

  BucketLayout of(Family family) {
    BucketLayout layout = byFamily.get(family.ordinal());
    if (layout == null) {
      layout = new BucketLayout(bounds.of(family));
      byFamily.set(family.ordinal(), layout);
    }
    return layout;
  }
}
