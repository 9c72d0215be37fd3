package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Derives the families of deployments, rollbacks and health checks from what the calls have left in
 * their series. One scrape at a time.
 */
final class DomainMetrics {

  private final Probes probes;
  private final Moments moments = new Moments();

  DomainMetrics(Probes probes) {
    this.probes = probes;
  }

  void addTo(Snapshots snapshots) {
    moments.scrape();
    List<SeriesReading> deployments = readings(OperationKind.DEPLOYMENT);
    for (SeriesReading reading : deployments) {
      addStartedAndRunning(
          snapshots,
          reading,
          Family.DEPLOYMENTS_STARTED,
          Family.DEPLOYMENTS_IN_PROGRESS,
          Family.DEPLOYMENT_OLDEST_START);
      addCompleted(
          snapshots,
          reading,
          Family.DEPLOYMENTS,
          Family.DEPLOYMENT_DURATION,
          Family.DEPLOYMENT_LAST_COMPLETED);
    }
    addErrors(snapshots, deployments, Family.DEPLOYMENT_ERRORS);
    addLast(snapshots, deployments);

    List<SeriesReading> rollbacks = readings(OperationKind.ROLLBACK);
    for (SeriesReading reading : rollbacks) {
      addStartedAndRunning(
          snapshots,
          reading,
          Family.ROLLBACKS_STARTED,
          Family.ROLLBACKS_IN_PROGRESS,
          Family.ROLLBACK_OLDEST_START);
      addCompleted(
          snapshots,
          reading,
          Family.ROLLBACKS,
          Family.ROLLBACK_DURATION,
          Family.ROLLBACK_LAST_COMPLETED);
    }
    addErrors(snapshots, rollbacks, Family.ROLLBACK_ERRORS);

    addHealthChecks(snapshots, readings(OperationKind.HEALTH_CHECK));
  }

  private List<SeriesReading> readings(OperationKind kind) {
    List<SeriesReading> readings = new ArrayList<>();
    for (Series series : probes.series(kind)) {
      readings.add(new SeriesReading(series));
    }
    return readings;
  }

  private void addStartedAndRunning(
      Snapshots snapshots, SeriesReading reading, Family started, Family running, Family oldest) {
    snapshots.add(started, reading.started(), reading.labels());
    snapshots.add(running, reading.inProgress(), reading.labels());
    if (reading.oldestStart() != Series.NOT_RUNNING) {
      snapshots.add(
          oldest, seconds(oldest, reading.labels(), reading.oldestStart()), reading.labels());
    }
  }

  private void addCompleted(
      Snapshots snapshots, SeriesReading reading, Family total, Family duration, Family last) {
    for (Outcome outcome : Outcome.values()) {
      DurationSums sums = reading.of(outcome);
      List<String> labels = Snapshots.with(reading.labels(), outcome.label());
      snapshots.add(total, sums.count(), labels);
      snapshots.add(duration, sums, labels);
      if (sums.count() > 0) {
        snapshots.add(last, seconds(last, labels, sums.lastEnd()), labels);
      }
    }
  }

  private static void addErrors(Snapshots snapshots, List<SeriesReading> readings, Family family) {
    Map<List<String>, Map<String, Long>> byBase = new LinkedHashMap<>();
    for (SeriesReading reading : readings) {
      reading.errors().addTo(byBase.computeIfAbsent(base(reading), base -> new TreeMap<>()));
    }
    byBase.forEach(
        (base, byType) ->
            byType.forEach(
                (type, count) -> snapshots.add(family, count, Snapshots.with(base, type))));
  }

  /** The outcome and the duration of the deployment of each base that ended last. */
  private static void addLast(Snapshots snapshots, List<SeriesReading> deployments) {
    Map<List<String>, Last> byBase = new LinkedHashMap<>();
    for (SeriesReading reading : deployments) {
      Last last = byBase.computeIfAbsent(base(reading), base -> new Last());
      for (Outcome outcome : Outcome.values()) {
        last.offer(outcome, reading.of(outcome));
      }
    }
    byBase.forEach(
        (base, last) -> {
          for (Outcome outcome : Outcome.values()) {
            snapshots.add(
                Family.DEPLOYMENT_LAST_OUTCOME,
                outcome == last.outcome ? 1 : 0,
                Snapshots.with(base, outcome.label()));
          }
          if (last.sums != null) {
            snapshots.add(Family.DEPLOYMENT_LAST_DURATION, last.sums.lastSeconds(), base);
          }
        });
  }

  private void addHealthChecks(Snapshots snapshots, List<SeriesReading> checks) {
    Map<List<String>, DurationSums> durations = new LinkedHashMap<>();
    Map<List<String>, Last> runs = new LinkedHashMap<>();
    Map<List<String>, Last> successes = new LinkedHashMap<>();
    for (SeriesReading reading : checks) {
      List<String> check = reading.labels().subList(0, OperationKind.BASE_LABELS + 1);
      DurationSums ofCheck = durations.computeIfAbsent(check, unused -> new DurationSums(layout()));
      Last latest = new Last();
      for (Outcome outcome : Outcome.values()) {
        DurationSums sums = reading.of(outcome);
        snapshots.add(
            Family.HEALTH_CHECKS, sums.count(), Snapshots.with(reading.labels(), outcome.label()));
        ofCheck.add(sums);
        latest.offer(outcome, sums);
        runs.computeIfAbsent(check, unused -> new Last()).offer(outcome, sums);
        if (outcome.isUp()) {
          successes.computeIfAbsent(check, unused -> new Last()).offer(outcome, sums);
        }
      }
      if (latest.outcome != null) {
        snapshots.add(Family.HEALTH_CHECK_STATUS, latest.outcome.isUp() ? 1 : 0, reading.labels());
      }
    }
    durations.forEach(
        (check, sums) -> {
          snapshots.add(Family.HEALTH_CHECK_DURATION, sums, check);
          snapshots.add(Family.HEALTH_CHECK_PERIOD, 0, check);
        });
    addMoments(snapshots, Family.HEALTH_CHECK_LAST_RUN, runs);
    addMoments(snapshots, Family.HEALTH_CHECK_LAST_SUCCESS, successes);
  }

  private void addMoments(Snapshots snapshots, Family family, Map<List<String>, Last> moments) {
    moments.forEach(
        (labels, last) -> {
          if (last.sums != null) {
            snapshots.add(family, seconds(family, labels, last.sums.lastEnd()), labels);
          }
        });
  }

  private static BucketLayout layout() {
    return BucketLayout.of(OperationKind.HEALTH_CHECK);
  }

  private double seconds(Family family, List<String> labels, long nanos) {
    return moments.seconds(Arrays.asList(family, labels), nanos);
  }

  private static List<String> base(SeriesReading reading) {
    return reading.labels().subList(0, OperationKind.BASE_LABELS);
  }

  /** The call that ended last among those offered. */
  private static final class Last {

    @Nullable Outcome outcome;
    @Nullable DurationSums sums;

    void offer(Outcome candidate, DurationSums of) {
      if (of.count() > 0 && (sums == null || of.lastEnd() - sums.lastEnd() > 0)) {
        outcome = candidate;
        sums = of;
      }
    }
  }
}
