package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Bounds;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.Limits;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Schema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * All series, by kind and label values, within the {@link Limits}. Constant values are never
 * limited; of a call's values the one for which there is no room becomes {@link ErrorCounts#OTHER},
 * and all of them where a kind has no room for another series.
 *
 * <p>Threads: any; what exists is found without a lock, and made under that of the table.
 */
final class SeriesTable {

  /** The series of one kind. */
  private static final class OfKind {
    final Map<List<String>, Series> byLabels = new ConcurrentHashMap<>();
    final Queue<Series> inOrder = new ConcurrentLinkedQueue<>();
    final Map<String, LabelValues> values = new ConcurrentHashMap<>();
  }

  private final LabelNames names;
  private volatile Limits limits;
  private final Layouts layouts;
  private final Map<OperationKind, OfKind> kinds = new EnumMap<>(OperationKind.class);
  private final Map<List<String>, Base> bases = new LinkedHashMap<>();

  SeriesTable(Schema schema) {
    this.names = schema.names();
    this.limits = schema.limits();
    this.layouts = new Layouts(schema.bounds());
    for (OperationKind kind : OperationKind.values()) {
      kinds.put(kind, new OfKind());
    }
  }

  /**
   * Goes by other limits from now on, and by other bounds in histograms that have no cells yet.
   *
   * @return the histograms that keep their bounds
   */
  List<String> use(Limits changed, Bounds bounds) {
    limits = changed;
    for (OfKind of : kinds.values()) {
      of.values.forEach((label, values) -> values.limit(changed.values(label)));
    }
    return layouts.use(bounds);
  }

  /** The series of constant label values. */
  Series of(OperationKind kind, List<String> labels) {
    OfKind of = ofKind(kind);
    Series series = of.byLabels.get(labels);
    return series == null ? add(kind, labels) : series;
  }

  /** The series of label values some of which come from a call. */
  Series ofCall(ProbeSpec spec, List<String> labels) {
    OfKind of = ofKind(spec.kind());
    List<String> admitted = new ArrayList<>(labels);
    for (int i = 0; i < admitted.size(); i++) {
      String value = admitted.get(i);
      if (!spec.labels().get(i).isConstant()
          && !value.isEmpty()
          && !values(of, spec.names().get(i)).admits(value)) {
        replace(spec, i, admitted);
      }
    }
    Series series = of.byLabels.get(admitted);
    if (series == null) {
      series = addWithinLimit(spec.kind(), admitted);
    }
    if (series == null) {
      for (int i = 0; i < admitted.size(); i++) {
        if (!spec.labels().get(i).isConstant()) {
          replace(spec, i, admitted);
        }
      }
      series = of(spec.kind(), admitted);
    }
    return series;
  }

  private void replace(ProbeSpec spec, int i, List<String> labels) {
    String label = spec.names().get(i);
    if (values(ofKind(spec.kind()), label).overflowed()) {
      Log.warn(
          "calls give the label "
              + label
              + " of "
              + spec.kind().word()
              + " metrics more values than the limit allows; further ones are counted as "
              + ErrorCounts.OTHER
              + ". Use fewer values, or raise "
              + limits.option(label));
    }
    labels.set(i, ErrorCounts.OTHER);
  }

  /** Makes a series unless it exists. */
  private synchronized Series add(OperationKind kind, List<String> labels) {
    OfKind of = ofKind(kind);
    Series series = of.byLabels.get(labels);
    if (series == null) {
      series = new Series(kind, labels, base(labels.subList(0, names.base().size())), layouts);
      of.byLabels.put(labels, series);
      of.inOrder.add(series);
    }
    return series;
  }

  /** Makes a series unless it exists; {@code null} if there are so many that it may not. */
  private synchronized @Nullable Series addWithinLimit(OperationKind kind, List<String> labels) {
    OfKind of = ofKind(kind);
    return of.byLabels.containsKey(labels) || of.byLabels.size() < limits.series()
        ? add(kind, labels)
        : null;
  }

  private Base base(List<String> labels) {
    Base base = bases.get(labels);
    if (base == null) {
      base = new Base(new ArrayList<>(labels), layouts);
      bases.put(base.labels(), base);
    }
    return base;
  }

  private OfKind ofKind(OperationKind kind) {
    OfKind of = kinds.get(kind);
    if (of == null) {
      throw new IllegalArgumentException(kind + " is unknown");
    }
    return of;
  }

  private LabelValues values(OfKind of, String label) {
    LabelValues values = of.values.get(label);
    if (values != null) {
      return values;
    }
    LabelValues fresh = new LabelValues(limits.values(label));
    LabelValues other = of.values.putIfAbsent(label, fresh);
    return other == null ? fresh : other;
  }

  /** All series of a kind, in the order in which they came. */
  Iterable<Series> of(OperationKind kind) {
    return ofKind(kind).inOrder;
  }

  /** All bases, in the order in which they came. */
  synchronized List<Base> bases() {
    return new ArrayList<>(bases.values());
  }

  /** How many values of each label of a kind were replaced. */
  Map<String, Long> overflow(OperationKind kind) {
    Map<String, Long> overflow = new TreeMap<>();
    ofKind(kind).values.forEach((label, values) -> overflow.put(label, values.overflow()));
    return overflow;
  }
}
