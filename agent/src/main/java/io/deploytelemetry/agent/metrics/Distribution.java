package io.deploytelemetry.agent.metrics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How durations are distributed, as exactly as their native histogram knows: to 2.2 %. */
public final class Distribution {

  private final @Nullable DurationSums sums;

  Distribution(@Nullable DurationSums sums) {
    this.sums = sums;
  }

  /** How many durations there are. */
  public long count() {
    return sums == null ? 0 : sums.count();
  }

  /**
   * The duration that a share of all do not exceed, in seconds. Within a bucket durations are taken
   * to be spread evenly on a logarithmic scale, as Prometheus does.
   *
   * @param share from 0 to 1
   * @return {@code NaN} if there are no durations
   */
  public double quantile(double share) {
    if (sums == null || sums.count() == 0) {
      return Double.NaN;
    }
    double rank = share * sums.count();
    long below = 0;
    int index = 0;
    double within = 1;
    for (Map.Entry<Integer, Long> bucket : sums.byNativeIndex().entrySet()) {
      index = bucket.getKey();
      if (below + bucket.getValue() >= rank) {
        within = (rank - below) / bucket.getValue();
        break;
      }
      below += bucket.getValue();
    }
    return Math.pow(2, (index - 1 + within) / (1 << BucketLayout.SCHEMA));
  }
}
