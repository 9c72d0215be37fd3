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
    LongAdder count = byType.get(type);
    (count == null ? count(ValueReader.encodable(ValueReader.cut(type))) : count).increment();
  }

  /** The count of a type that is not known, at least not as it was told. */
  private LongAdder count(String type) {
    LongAdder count = byType.get(type);
    if (count != null) {
      return count;
    }
    boolean isFull = byType.size() >= MOST_TYPES;
    if (isFull) {
      overflow.increment();
    }
    return byType.computeIfAbsent(isFull ? OTHER : type, unused -> new LongAdder());
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
