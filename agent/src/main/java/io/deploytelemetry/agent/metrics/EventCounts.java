package io.deploytelemetry.agent.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * How much of each event there was in the calls of one series. Any number of writers and readers.
 */
final class EventCounts {

  private final Map<String, DoubleAdder> byName = new ConcurrentSkipListMap<>();

  /** An event that may happen: from now on it is there, at 0. */
  void declare(String name) {
    byName.computeIfAbsent(name, unused -> new DoubleAdder());
  }

  /** An event happened; a {@code NaN} amount is none. */
  void add(String name, double amount) {
    if (amount > 0) {
      byName.computeIfAbsent(name, unused -> new DoubleAdder()).add(amount);
    }
  }

  /** The amounts so far, by name. */
  Map<String, Double> sums() {
    Map<String, Double> sums = new ConcurrentHashMap<>();
    byName.forEach((name, amount) -> sums.put(name, amount.sum()));
    return sums;
  }
}
