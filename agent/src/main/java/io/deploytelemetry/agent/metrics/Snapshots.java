package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.Schema;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects the data points of one scrape by family, and turns them into client_java's snapshots.
 */
final class Snapshots {

  /** client_java's default: a histogram with more buckets is scraped at a coarser schema. */
  private static final int MOST_NATIVE_BUCKETS = 160;

  private static final double ZERO_THRESHOLD = Math.scalb(1.0, -128); // client_java's default

  private final Schema schema;
  private final Map<Family, List<DataPointSnapshot>> points = new EnumMap<>(Family.class);

  Snapshots(Schema schema) {
    this.schema = schema;
  }

  /** Adds a value of a counter, gauge or info. */
  void add(Family family, double value, List<String> labelValues) {
    Labels labels = labels(family, labelValues);
    switch (family.type()) {
      case COUNTER:
        add(family, new CounterDataPointSnapshot(value, labels, null, 0));
        break;
      case GAUGE:
        add(family, new GaugeDataPointSnapshot(value, labels, null));
        break;
      case INFO:
        add(family, new InfoDataPointSnapshot(labels));
        break;
      default:
        throw new IllegalArgumentException(family + " is not a single value");
    }
  }

  /** Adds how many calls a counter has counted, and the latest of them that is in a trace. */
  void addCount(Family family, DurationSums sums, List<String> labelValues) {
    TracedCall latest = null;
    for (TracedCall call : sums.traced()) {
      if (latest == null || latest.endMillis() < call.endMillis()) {
        latest = call;
      }
    }
    add(
        family,
        new CounterDataPointSnapshot(
            sums.count(),
            labels(family, labelValues),
            latest == null ? null : exemplar(latest, 1),
            0));
  }

  /** Adds a summary's count and sum. */
  void add(Family family, long count, double sum, List<String> labelValues) {
    add(
        family,
        new SummaryDataPointSnapshot(
            count, sum, Quantiles.EMPTY, labels(family, labelValues), Exemplars.EMPTY, 0));
  }

  /** Adds a histogram, classic and native; nothing if it is empty. */
  void add(Family family, DurationSums sums, List<String> labelValues) {
    if (sums.count() == 0) {
      return;
    }
    SortedMap<Integer, Long> buckets = sums.byNativeIndex();
    int schema = BucketLayout.SCHEMA;
    while (buckets.size() > MOST_NATIVE_BUCKETS) {
      buckets = halved(buckets);
      schema--;
    }
    add(
        family,
        new HistogramDataPointSnapshot(
            ClassicHistogramBuckets.of(sums.layout().classicBounds(), sums.classic()),
            schema,
            0,
            ZERO_THRESHOLD,
            NativeHistogramBuckets.of(
                new ArrayList<>(buckets.keySet()), new ArrayList<>(buckets.values())),
            NativeHistogramBuckets.EMPTY,
            sums.sumSeconds(),
            labels(family, labelValues),
            exemplars(sums),
            0));
  }

  private static Exemplars exemplars(DurationSums sums) {
    List<Exemplar> exemplars = new ArrayList<>();
    for (TracedCall call : sums.traced()) {
      exemplars.add(exemplar(call, call.seconds()));
    }
    return Exemplars.of(exemplars);
  }

  private static Exemplar exemplar(TracedCall call, double value) {
    return new Exemplar(
        value,
        Labels.of(
            Exemplar.TRACE_ID, call.trace().traceId(), Exemplar.SPAN_ID, call.trace().spanId()),
        call.endMillis());
  }

  /** How many label sets each family has. */
  Map<Family, Integer> sizes() {
    Map<Family, Integer> sizes = new EnumMap<>(Family.class);
    points.forEach((family, list) -> sizes.put(family, list.size()));
    return sizes;
  }

  MetricSnapshots build() {
    List<MetricSnapshot> snapshots = new ArrayList<>();
    points.forEach((family, list) -> snapshots.add(snapshot(family, list)));
    return new MetricSnapshots(snapshots);
  }

  /** Label values with further ones behind them. */
  static List<String> with(List<String> values, String... more) {
    List<String> all = new ArrayList<>(values);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Two neighbours of one schema are one bucket of the next coarser one. */
  private static SortedMap<Integer, Long> halved(SortedMap<Integer, Long> buckets) {
    SortedMap<Integer, Long> halved = new TreeMap<>();
    buckets.forEach((index, calls) -> halved.merge(Math.floorDiv(index + 1, 2), calls, Long::sum));
    return halved;
  }

  private void add(Family family, DataPointSnapshot point) {
    points.computeIfAbsent(family, unused -> new ArrayList<>()).add(point);
  }

  private Labels labels(Family family, List<String> values) {
    Labels labels = Labels.of(schema.names().of(family), values);
    Map<String, String> constant = schema.constantLabelsOf(family);
    return constant.isEmpty()
        ? labels
        : labels.merge(
            Labels.of(new ArrayList<>(constant.keySet()), new ArrayList<>(constant.values())));
  }

  private MetricSnapshot snapshot(Family family, List<DataPointSnapshot> points) {
    switch (family.type()) {
      case COUNTER:
        return new CounterSnapshot(
            metadata(family, "_total"), cast(points, CounterDataPointSnapshot.class));
      case GAUGE:
        return new GaugeSnapshot(metadata(family, ""), cast(points, GaugeDataPointSnapshot.class));
      case HISTOGRAM:
        return new HistogramSnapshot(
            metadata(family, ""), cast(points, HistogramDataPointSnapshot.class));
      case SUMMARY:
        return new SummarySnapshot(
            metadata(family, ""), cast(points, SummaryDataPointSnapshot.class));
      default:
        return new InfoSnapshot(
            metadata(family, "_info"), cast(points, InfoDataPointSnapshot.class));
    }
  }

  private MetricMetadata metadata(Family family, String suffix) {
    String name = schema.nameOf(family);
    return new MetricMetadata(name.substring(0, name.length() - suffix.length()), family.help());
  }

  private static <T> List<T> cast(List<DataPointSnapshot> points, Class<T> type) {
    List<T> cast = new ArrayList<>(points.size());
    for (DataPointSnapshot point : points) {
      cast.add(type.cast(point));
    }
    return cast;
  }
}
