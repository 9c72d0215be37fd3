package io.deploytelemetry.agent.metrics;

import java.util.Arrays;

/**
 * The cells in which durations are counted: the native histogram's buckets (schema 5: 32 to a
 * doubling), cut at the bounds of the classic one, so that one counter serves both histograms. A
 * cell's threshold is the longest duration that belongs to it, in whole nanoseconds: the threshold
 * of a bound {@code b} is the largest {@code n} with {@code n / 1e9 <= b}. Finding a cell needs no
 * floating point: the exponent and the six bits behind the leading one name the first candidate,
 * and since a step of those bits (1/64) is narrower than a bucket (1/46), the next one or two are
 * the only others.
 *
 * <p>Durations over 2<sup>23</sup> seconds, 97 days, are counted in the last cell. Immutable.
 */
final class BucketLayout {

  /** The schema of the native histogram: bucket {@code i} ends at 2<sup>i/32</sup> seconds. */
  static final int SCHEMA = 5;

  private static final int PER_DOUBLING = 1 << SCHEMA;
  private static final int FIRST_NATIVE = -956; // the first bound that is not below 1 ns
  private static final int LAST_NATIVE = 23 * PER_DOUBLING;
  private static final int FINE_BITS = 6;
  private static final int FINE = 1 << FINE_BITS;

  private final double[] classicBounds;
  private final long[] thresholds;
  private final short[] candidates;
  private final short[] nativeIndexes;
  private final byte[] classicIndexes;

  /**
   * Makes a layout.
   *
   * @param classicBounds the classic histogram's upper bounds in seconds, ascending, without +Inf
   */
  BucketLayout(double... classicBounds) {
    this.classicBounds = classicBounds.clone();
    long[] nativeThresholds = new long[LAST_NATIVE - FIRST_NATIVE + 1];
    double[] roots = new double[PER_DOUBLING];
    for (int i = 0; i < PER_DOUBLING; i++) {
      roots[i] = Math.pow(2, (double) i / PER_DOUBLING);
    }
    for (int i = 0; i < nativeThresholds.length; i++) {
      int index = FIRST_NATIVE + i;
      nativeThresholds[i] =
          threshold(
              Math.scalb(
                  roots[Math.floorMod(index, PER_DOUBLING)], Math.floorDiv(index, PER_DOUBLING)));
    }
    long[] classicThresholds = new long[classicBounds.length];
    for (int i = 0; i < classicBounds.length; i++) {
      classicThresholds[i] = threshold(classicBounds[i]);
    }
    this.thresholds = union(nativeThresholds, classicThresholds);
    this.nativeIndexes = new short[thresholds.length];
    this.classicIndexes = new byte[thresholds.length];
    int nativeIndex = 0;
    int classicIndex = 0;
    for (int cell = 0; cell < thresholds.length; cell++) {
      nativeIndex = firstNotBelow(nativeThresholds, nativeIndex, thresholds[cell]);
      classicIndex = firstNotBelow(classicThresholds, classicIndex, thresholds[cell]);
      nativeIndexes[cell] = (short) (FIRST_NATIVE + nativeIndex);
      classicIndexes[cell] = (byte) classicIndex;
    }
    this.candidates = candidates(thresholds);
  }

  /** Whether the classic histogram has these upper bounds. */
  boolean hasBounds(double[] bounds) {
    return Arrays.equals(classicBounds, bounds);
  }

  /** How many cells there are. */
  int cells() {
    return thresholds.length;
  }

  /** The cell of a duration in nanoseconds; negative ones belong to the first. */
  int cell(long nanos) {
    int candidate = candidate(nanos);
    int cell = candidate < candidates.length ? candidates[candidate] : thresholds.length - 1;
    while (nanos > thresholds[cell]) {
      cell++;
    }
    return cell;
  }

  /** The native histogram's bucket that a cell is part of. */
  int nativeIndex(int cell) {
    return nativeIndexes[cell];
  }

  /** The classic histogram's bucket that a cell is part of; the last is the one to +Inf. */
  int classicIndex(int cell) {
    return classicIndexes[cell];
  }

  /** The classic upper bounds in seconds, with +Inf. */
  double[] classicBounds() {
    double[] bounds = Arrays.copyOf(classicBounds, classicBounds.length + 1);
    bounds[classicBounds.length] = Double.POSITIVE_INFINITY;
    return bounds;
  }

  private static int candidate(long nanos) {
    if (nanos < FINE) {
      return (int) Math.max(nanos, 0);
    }
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    return (exponent - FINE_BITS + 1) * FINE
        + ((int) (nanos >>> (exponent - FINE_BITS)) & (FINE - 1));
  }

  private static short[] candidates(long[] thresholds) {
    short[] candidates = new short[candidate(thresholds[thresholds.length - 2]) + 1];
    int cell = 0;
    for (int i = 0; i < candidates.length; i++) {
      int exponent = i / FINE + FINE_BITS - 1;
      long least = i < FINE ? i : (long) (FINE + i % FINE) << (exponent - FINE_BITS);
      cell = firstNotBelow(thresholds, cell, least);
      candidates[i] = (short) cell;
    }
    return candidates;
  }

  private static long threshold(double bound) {
    long nanos = (long) (bound * 1e9);
    while (nanos / 1e9 > bound) {
      nanos--;
    }
    while ((nanos + 1) / 1e9 <= bound) {
      nanos++;
    }
    return nanos;
  }

  /** All thresholds, each once, ascending, and one more that nothing exceeds. */
  private static long[] union(long[] some, long[] others) {
    long[] sorted = Arrays.copyOf(some, some.length + others.length + 1);
    System.arraycopy(others, 0, sorted, some.length, others.length);
    sorted[sorted.length - 1] = Long.MAX_VALUE;
    Arrays.sort(sorted);
    int size = 0;
    for (long threshold : sorted) {
      if (size == 0 || sorted[size - 1] != threshold) {
        sorted[size++] = threshold;
      }
    }
    return Arrays.copyOf(sorted, size);
  }

  /** The index of the first element, at or behind another, that is not below a value. */
  private static int firstNotBelow(long[] ascending, int from, long value) {
    int index = from;
    while (index < ascending.length && ascending[index] < value) {
      index++;
    }
    return index;
  }
}
