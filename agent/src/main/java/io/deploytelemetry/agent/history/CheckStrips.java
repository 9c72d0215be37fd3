package io.deploytelemetry.agent.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each health check was at each sample: a byte a sample, for as many checks as there is room.
 *
 * <p>Threads: all access is under the lock of {@link History}.
 */
final class CheckStrips {

  private static final int MOST_CHECKS = 50;
  private static final byte ABSENT = 0;

  /** What the bytes stand for. */
  private static final List<String> STATUSES = Arrays.asList("", "UP", "DOWN", "UNKNOWN");

  private final Samples samples;
  private final int size;
  private final Map<String, byte[]> byCheck = new LinkedHashMap<>();

  /** Makes strips that are as long as the samples that they belong to. */
  CheckStrips(Samples samples, int size) {
    this.samples = samples;
    this.size = size;
  }

  /** Every check is absent from the latest sample until it is set. */
  void begin() {
    for (byte[] strip : byCheck.values()) {
      strip[latest()] = ABSENT;
    }
    byCheck.values().removeIf(CheckStrips::isEmpty);
  }

  /** Sets how a check is at the latest sample. */
  void set(String check, String status) {
    byte[] strip = byCheck.get(check);
    if (strip == null && byCheck.size() < MOST_CHECKS) {
      strip = new byte[size];
      byCheck.put(check, strip);
    }
    if (strip != null) {
      strip[latest()] = (byte) Math.max(ABSENT, STATUSES.indexOf(status));
    }
  }

  /**
   * How a check was: since when, in milliseconds after the agent's start, and how, for each time
   * that it was another way. {@code ""} stands for a time when it did not exist.
   */
  List<List<Object>> of(String check) {
    List<List<Object>> strip = new ArrayList<>();
    byte[] statuses = byCheck.get(check);
    byte before = ABSENT;
    for (long sample = samples.oldest(); statuses != null && sample < samples.taken(); sample++) {
      byte status = statuses[(int) (sample % size)];
      if (status != before) {
        strip.add(Arrays.asList(at(sample), STATUSES.get(status)));
        before = status;
      }
    }
    return strip;
  }

  private Object at(long sample) {
    return samples.value(sample, Samples.Column.AT);
  }

  private int latest() {
    return (int) ((samples.taken() - 1) % size);
  }

  private static boolean isEmpty(byte[] strip) {
    for (byte status : strip) {
      if (status != ABSENT) {
        return false;
      }
    }
    return true;
  }
}
