package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.Bounds;
import io.deploytelemetry.agent.model.OperationKind;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is client_java's own histogram. */
class BucketLayoutTest {

  static List<double[]> allBounds() {
    List<double[]> all = new ArrayList<>();
    all.add(Bounds.STANDARD.ofLeadTimes());
    all.add(Bounds.STANDARD.ofRecoveries());
    for (OperationKind kind : OperationKind.values()) {
      all.add(Bounds.STANDARD.ofDurations(kind));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("allBounds")
  void everyDurationFallsIntoTheBucketsThatClientJavaPutsItIn(double[] bounds) {
    BucketLayout layout = new BucketLayout(bounds);
    durations(bounds)
        .forEach(
            nanos -> {
              HistogramDataPointSnapshot expected = observed(nanos, bounds);
              int cell = layout.cell(nanos);
              assertThat(layout.nativeIndex(cell))
                  .as("native bucket of %d ns", nanos)
                  .isEqualTo(expected.getNativeBucketsForPositiveValues().getBucketIndex(0));
              assertThat(expected.getClassicBuckets().getCount(layout.classicIndex(cell)))
                  .as("classic bucket of %d ns", nanos)
                  .isEqualTo(1);
            });
  }

  @Test
  void durationsOfNothingAndOfMonthsAreCounted() {
    BucketLayout layout = new BucketLayout(Bounds.STANDARD.ofDurations(OperationKind.DEPLOYMENT));

    assertThat(layout.cell(0)).isZero();
    assertThat(layout.cell(-1)).isZero();
    assertThat(layout.cell(Long.MAX_VALUE)).isEqualTo(layout.cells() - 1);
  }

  private static LongStream durations(double[] bounds) {
    Random random = new Random(42);
    LongStream anywhere =
        random.longs(20_000, 1, Long.MAX_VALUE).map(bits -> (bits >>> random.nextInt(62)) + 1);
    LongStream small = LongStream.range(1, 3_000);
    LongStream atBounds =
        LongStream.of(Arrays.stream(bounds).mapToLong(BucketLayoutTest::nanos).toArray())
            .flatMap(nanos -> LongStream.of(nanos - 1, nanos, nanos + 1));
    LongStream atPowers =
        LongStream.range(1, 52)
            .map(exponent -> 1L << exponent)
            .flatMap(nanos -> LongStream.of(nanos - 1, nanos, nanos + 1));
    return LongStream.concat(
            LongStream.concat(anywhere, small), LongStream.concat(atBounds, atPowers))
        .filter(nanos -> nanos > 0 && nanos < 8_000_000L * 1_000_000_000L);
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private static HistogramDataPointSnapshot observed(long nanos, double[] bounds) {
    Histogram histogram =
        Histogram.builder()
            .name("oracle")
            .classicUpperBounds(bounds)
            .nativeInitialSchema(BucketLayout.SCHEMA)
            .build();
    histogram.observe(nanos / 1e9);
    return histogram.collect().getDataPoints().get(0);
  }
}
