package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.OperationKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The deployments and rollbacks that run now, and what those that have ended add up to. */
public final class Activity {

  private static final List<OperationKind> KINDS =
      Arrays.asList(OperationKind.DEPLOYMENT, OperationKind.ROLLBACK);

  private final SeriesTable table;
  private final LabelNames names;

  Activity(Probes probes) {
    this.table = probes.table();
    this.names = probes.schema().names();
  }

  /** How many run. */
  public long running() {
    long running = 0;
    for (Series series : all()) {
      running += series.running();
    }
    return running;
  }

  /** How many have ended, whatever their outcome; those that end just now may be missing. */
  public long ended() {
    long ended = 0;
    for (Series series : all()) {
      ended += series.started() - series.running();
    }
    return ended;
  }

  /** How many have ended by a failure, an error or a timeout. */
  public long failed() {
    long failed = 0;
    for (Series series : all()) {
      failed += series.errors().total();
    }
    return failed;
  }

  private List<Series> all() {
    List<Series> all = new ArrayList<>();
    for (OperationKind kind : KINDS) {
      table.of(kind).forEach(all::add);
    }
    return all;
  }

  /** Those that run, the longest first. */
  public List<RunningCall> calls() {
    List<RunningCall> calls = new ArrayList<>();
    long now = Series.now();
    for (OperationKind kind : KINDS) {
      for (Series series : table.of(kind)) {
        for (long start : series.starts()) {
          calls.add(new RunningCall(kind, names.of(kind), series.labels(), now - start));
        }
      }
    }
    calls.sort((one, other) -> Double.compare(other.seconds(), one.seconds()));
    return calls;
  }

  /** What all have come to since the agent's start, together and then by environment. */
  public List<Totals> totals() {
    int environment = names.base().indexOf("environment");
    Totals all = new Totals(null);
    Map<String, Totals> byEnvironment = new TreeMap<>();
    for (OperationKind kind : KINDS) {
      for (Series series : table.of(kind)) {
        SeriesReading reading = new SeriesReading(series, false);
        all.add(kind, reading);
        byEnvironment
            .computeIfAbsent(reading.labels().get(environment), Totals::new)
            .add(kind, reading);
      }
    }
    for (Base base : table.bases()) {
      Totals of = byEnvironment.get(base.labels().get(environment));
      if (of != null) {
        all.add(base);
        of.add(base);
      }
    }
    List<Totals> totals = new ArrayList<>();
    totals.add(all);
    totals.addAll(byEnvironment.values());
    return totals;
  }
}
