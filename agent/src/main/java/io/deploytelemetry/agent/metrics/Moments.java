package io.deploytelemetry.agent.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Wall-clock times of moments that calls have noted by {@code System.nanoTime()}. A moment is dated
 * when a scrape first sees it and keeps its date, so that a timestamp changes only when something
 * has happened, whatever the clock does in between. One thread at a time.
 */
final class Moments {

  private static final class Moment {
    final long nanos;
    final double seconds;

    Moment(long nanos, double seconds) {
      this.nanos = nanos;
      this.seconds = seconds;
    }
  }

  private final Map<List<Object>, Moment> byKey = new HashMap<>();
  private long nowNanos;
  private double nowSeconds;

  /** A scrape begins: what it sees first is dated by one reading of both clocks. */
  void scrape() {
    nowNanos = System.nanoTime();
    nowSeconds = System.currentTimeMillis() / 1e3;
  }

  /**
   * The time of a moment in seconds since 1970.
   *
   * @param key whose moment it is; a new moment replaces the old one
   */
  double seconds(List<Object> key, long nanos) {
    Moment moment = byKey.get(key);
    if (moment == null || moment.nanos != nanos) {
      moment = new Moment(nanos, nowSeconds - (nowNanos - nanos) / 1e9);
      byKey.put(key, moment);
    }
    return moment.seconds;
  }
}
