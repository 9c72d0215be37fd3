package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.ValueReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often a series failed, by what it failed with. At most {@link #MOST_TYPES} types; the others
 * count as {@link #OTHER}, and are counted as overflow. Any number of writers and readers.
 */
final class ErrorCounts {

  /** What a label value is called that there is no room for. */
  static final String OTHER = "_OTHER";

  private static final int MOST_TYPES = 100;

  private final ConcurrentHashMap<String, LongAdder> byType = new ConcurrentHashMap<>();
  private final LongAdder overflow = new LongAdder();

  void increment(String type) {
    String key = ValueReader.encodable(ValueReader.cut(type));
    LongAdder count = byType.get(key);
    if (count == null) {
      if (byType.size() >= MOST_TYPES) {
        overflow.increment();
        key = OTHER;
      }
      count = byType.computeIfAbsent(key, unused -> new LongAdder());
    }
    count.increment();
  }

  /** Adds the counts to those of other series. */
  void addTo(Map<String, Long> sums) {
    byType.forEach((type, count) -> sums.merge(type, count.sum(), Long::sum));
  }

  /** How many failures there were, of whatever type. */
  long total() {
    long total = 0;
    for (LongAdder count : byType.values()) {
      total += count.sum();
    }
    return total;
  }

  /** How many failures had to be counted as {@link #OTHER}. */
  long overflow() {
    return overflow.sum();
  }
}
