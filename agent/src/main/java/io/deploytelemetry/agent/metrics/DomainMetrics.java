package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.HealthGroups;
import io.deploytelemetry.agent.model.LabelNames;
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
 * Derives the families of deployments, rollbacks, health checks and so on from what the calls have
 * left in their series and bases. One scrape at a time.
 */
final class DomainMetrics {

  private final SeriesTable table;
  private final LabelNames names;
  private final HealthGroups health;
  private final boolean isEnd;
  private final Moments moments = new Moments();

  /** Makes metrics; {@code isEnd} is whether the process ends, and with it what still runs. */
  DomainMetrics(Probes probes, HealthGroups health, boolean isEnd) {
    this.health = health;
    this.isEnd = isEnd;
    this.table = probes.table();
    this.names = probes.schema().names();
  }

  void addTo(Snapshots snapshots) {
    moments.scrape();
    addDeployments(snapshots, readings(OperationKind.DEPLOYMENT));
    addRollbacks(snapshots, readings(OperationKind.ROLLBACK));
    addBases(snapshots);
    addWaits(snapshots, readings(OperationKind.WAIT));
    addOperations(snapshots, readings(OperationKind.OPERATION));
    addHealthChecks(snapshots, readings(OperationKind.HEALTH_CHECK));
  }

  private List<SeriesReading> readings(OperationKind kind) {
    List<SeriesReading> readings = new ArrayList<>();
    for (Series series : table.of(kind)) {
      readings.add(new SeriesReading(series, isEnd));
    }
    return readings;
  }

  private void addDeployments(Snapshots snapshots, List<SeriesReading> deployments) {
    for (SeriesReading reading : deployments) {
      addStarted(snapshots, reading, Family.DEPLOYMENTS_STARTED, Family.DEPLOYMENTS_IN_PROGRESS);
      addOldest(snapshots, reading, Family.DEPLOYMENT_OLDEST_START);
      addCompleted(snapshots, reading, Family.DEPLOYMENTS, Family.DEPLOYMENT_DURATION);
      addLastCompleted(snapshots, reading, Family.DEPLOYMENT_LAST_COMPLETED);
    }
    addErrors(snapshots, deployments, Family.DEPLOYMENT_ERRORS, names.base().size());
    addLast(snapshots, deployments);
    addTargets(snapshots, deployments, OperationKind.DEPLOYMENT, "deploy");
  }

  private void addRollbacks(Snapshots snapshots, List<SeriesReading> rollbacks) {
    for (SeriesReading reading : rollbacks) {
      addStarted(snapshots, reading, Family.ROLLBACKS_STARTED, Family.ROLLBACKS_IN_PROGRESS);
      addOldest(snapshots, reading, Family.ROLLBACK_OLDEST_START);
      addCompleted(snapshots, reading, Family.ROLLBACKS, Family.ROLLBACK_DURATION);
      addLastCompleted(snapshots, reading, Family.ROLLBACK_LAST_COMPLETED);
    }
    addErrors(snapshots, rollbacks, Family.ROLLBACK_ERRORS, names.base().size());
    addTargets(snapshots, rollbacks, OperationKind.ROLLBACK, "rollback");
  }

  private void addWaits(Snapshots snapshots, List<SeriesReading> waits) {
    for (SeriesReading reading : waits) {
      snapshots.add(Family.DEPLOYMENT_WAITS_IN_PROGRESS, reading.inProgress(), reading.labels());
      snapshots.add(Family.DEPLOYMENT_WAIT_DURATION, reading.ofAll(), reading.labels());
    }
  }

  private void addOperations(Snapshots snapshots, List<SeriesReading> operations) {
    for (SeriesReading reading : operations) {
      addStarted(snapshots, reading, Family.OPERATIONS_STARTED, Family.OPERATIONS_IN_PROGRESS);
      addCompleted(snapshots, reading, Family.OPERATIONS, Family.OPERATION_DURATION);
      reading
          .events()
          .forEach(
              (event, amount) ->
                  snapshots.add(
                      Family.OPERATION_EVENTS, amount, Snapshots.with(reading.labels(), event)));
    }
    addErrors(snapshots, operations, Family.OPERATION_ERRORS, names.base().size() + 1);
  }

  private void addStarted(
      Snapshots snapshots, SeriesReading reading, Family started, Family running) {
    snapshots.add(started, reading.started(), reading.labels());
    snapshots.add(running, reading.inProgress(), reading.labels());
  }

  private void addOldest(Snapshots snapshots, SeriesReading reading, Family oldest) {
    if (reading.oldestStart() != Series.NOT_RUNNING) {
      snapshots.add(
          oldest, seconds(oldest, reading.labels(), reading.oldestStart()), reading.labels());
    }
  }

  private static void addCompleted(
      Snapshots snapshots, SeriesReading reading, Family total, Family duration) {
    for (Outcome outcome : Outcome.values()) {
      DurationSums sums = reading.of(outcome);
      List<String> labels = Snapshots.with(reading.labels(), outcome.label());
      snapshots.addCount(total, sums, labels);
      snapshots.add(duration, sums, labels);
    }
  }

  private void addLastCompleted(Snapshots snapshots, SeriesReading reading, Family last) {
    for (Outcome outcome : Outcome.values()) {
      DurationSums sums = reading.of(outcome);
      List<String> labels = Snapshots.with(reading.labels(), outcome.label());
      if (sums.count() > 0) {
        snapshots.add(last, seconds(last, labels, sums.lastEnd()), labels);
      }
    }
  }

  /** The errors by type, for each set of the first so many labels. */
  private static void addErrors(
      Snapshots snapshots, List<SeriesReading> readings, Family family, int labels) {
    Map<List<String>, Map<String, Long>> byLabels = new LinkedHashMap<>();
    for (SeriesReading reading : readings) {
      reading
          .errors()
          .addTo(
              byLabels.computeIfAbsent(
                  reading.labels().subList(0, labels), unused -> new TreeMap<>()));
    }
    byLabels.forEach(
        (values, byType) ->
            byType.forEach(
                (type, count) -> snapshots.add(family, count, Snapshots.with(values, type))));
  }

  /** The outcome and the duration of the deployment of each base that ended last. */
  private void addLast(Snapshots snapshots, List<SeriesReading> deployments) {
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

  private static void addTargets(
      Snapshots snapshots, List<SeriesReading> readings, OperationKind kind, String operation) {
    Map<List<String>, Base> bases = new LinkedHashMap<>();
    for (SeriesReading reading : readings) {
      bases.put(reading.base().labels(), reading.base());
    }
    bases.forEach(
        (labels, base) ->
            snapshots.add(
                Family.DEPLOYMENT_TARGETS_UPDATED,
                base.updated(kind),
                Snapshots.with(labels, operation)));
  }

  private void addBases(Snapshots snapshots) {
    for (Base base : table.bases()) {
      List<String> labels = base.labels();
      snapshots.add(Family.DEPLOYMENT_LEAD_TIME, base.leadTimes(), labels);
      snapshots.add(Family.DEPLOYMENT_RECOVERY, base.recoveries(), labels);
      String version = base.version();
      if (version != null) {
        snapshots.add(Family.DEPLOYMENT_INFO, 1, Snapshots.with(labels, version));
      }
      addStates(snapshots, base);
      addApprovals(snapshots, base);
    }
  }

  private static void addStates(Snapshots snapshots, Base base) {
    Map<String, Double> states = base.states();
    if (states != null) {
      states.forEach(
          (state, targets) ->
              snapshots.add(
                  Family.DEPLOYMENT_TARGETS, targets, Snapshots.with(base.labels(), state)));
    }
  }

  private static void addApprovals(Snapshots snapshots, Base base) {
    Approvals approvals = base.approvals();
    if (approvals != null) {
      snapshots.add(Family.DEPLOYMENT_APPROVAL_REQUESTS, approvals.requests(), base.labels());
      for (Approvals.Decision decision : Approvals.Decision.values()) {
        snapshots.add(
            Family.DEPLOYMENT_APPROVALS,
            approvals.decisions(decision),
            Snapshots.with(base.labels(), decision.label()));
      }
    }
  }

  private void addHealthChecks(Snapshots snapshots, List<SeriesReading> checks) {
    Map<List<String>, DurationSums> durations = new LinkedHashMap<>();
    Map<List<String>, Double> periods = new LinkedHashMap<>();
    Map<List<String>, Last> runs = new LinkedHashMap<>();
    Map<List<String>, Last> successes = new LinkedHashMap<>();
    for (SeriesReading reading : checks) {
      List<String> check = reading.labels().subList(0, names.base().size() + 1);
      durations
          .computeIfAbsent(check, unused -> new DurationSums(reading.layout()))
          .add(reading.ofAll());
      for (Outcome outcome : Outcome.values()) {
        DurationSums sums = reading.of(outcome);
        snapshots.addCount(
            Family.HEALTH_CHECKS, sums, Snapshots.with(reading.labels(), outcome.label()));
        runs.computeIfAbsent(check, unused -> new Last()).offer(outcome, sums);
        if (outcome.isUp()) {
          successes.computeIfAbsent(check, unused -> new Last()).offer(outcome, sums);
        }
      }
      Boolean isUp = health.isUp(reading.labels());
      if (isUp != null) {
        snapshots.add(Family.HEALTH_CHECK_STATUS, isUp ? 1 : 0, reading.labels());
      }
      periods.merge(check, health.periodSeconds(reading.labels()), Math::max);
    }
    durations.forEach((check, sums) -> snapshots.add(Family.HEALTH_CHECK_DURATION, sums, check));
    periods.forEach((check, seconds) -> snapshots.add(Family.HEALTH_CHECK_PERIOD, seconds, check));
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

  private double seconds(Family family, List<String> labels, long nanos) {
    return moments.seconds(Arrays.asList(family, labels), nanos);
  }

  private List<String> base(SeriesReading reading) {
    return reading.labels().subList(0, names.base().size());
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
