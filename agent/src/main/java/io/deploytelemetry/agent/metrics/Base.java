package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the deployments and rollbacks of one application, environment and provider leave behind
 * beyond their own series: how long changes were under way, how long recoveries took, which version
 * is live, how many targets are in which state.
 *
 * <p>Threads: any. Calls that change nothing here, which is nearly all, take no lock.
 */
final class Base {

  /** How many rollbacks in a row find the version before. */
  private static final int MOST_VERSIONS = 20;

  private final List<String> labels;
  private final Layouts layouts;

  private volatile long failedSince = Series.NOT_RUNNING;
  private volatile @Nullable Durations recoveries;
  private volatile @Nullable Durations leadTimes;
  private volatile @Nullable String version;
  private volatile @Nullable Map<String, Double> states;
  private volatile @Nullable Approvals approvals;

  /** What was live before, the latest first. */
  private final Deque<String> previousVersions = new ArrayDeque<>();

  private final DoubleAdder deployedTargets = new DoubleAdder();
  private final DoubleAdder rolledBackTargets = new DoubleAdder();

  Base(List<String> labels, Layouts layouts) {
    this.labels = Collections.unmodifiableList(labels);
    this.layouts = layouts;
  }

  /** The values of the labels. */
  List<String> labels() {
    return labels;
  }

  /**
   * A deployment or rollback has ended. The first that fails begins an outage, which the next that
   * succeeds ends.
   */
  void ended(Outcome outcome) {
    boolean isFailed = failedSince != Series.NOT_RUNNING;
    if (isFailed ? outcome == Outcome.SUCCESS : outcome.isError()) {
      failOrRecover(outcome, Series.now());
    }
  }

  private synchronized void failOrRecover(Outcome outcome, long now) {
    long since = failedSince;
    if (since == Series.NOT_RUNNING && outcome.isError()) {
      failedSince = now;
    } else if (since != Series.NOT_RUNNING && outcome == Outcome.SUCCESS) {
      failedSince = Series.NOT_RUNNING;
      recoveries = record(recoveries, layouts.ofRecoveries(), now - since, now);
    }
  }

  /** A change went live, so many nanoseconds after it was committed. */
  synchronized void changed(long leadNanos) {
    leadTimes = record(leadTimes, layouts.ofLeadTimes(), leadNanos, Series.now());
  }

  private static Durations record(
      @Nullable Durations into, BucketLayout layout, long nanos, long now) {
    Durations durations = into == null ? new Durations(layout.cells()) : into;
    durations.recordShared(layout.cell(nanos), nanos, now);
    return durations;
  }

  /** A version went live; if it was live already, the one before stays the one before. */
  synchronized void deployed(String newVersion) {
    String before = version;
    if (newVersion.equals(before)) {
      return;
    }
    version = newVersion;
    if (before != null) {
      previousVersions.addFirst(before);
      if (previousVersions.size() > MOST_VERSIONS) {
        previousVersions.removeLast();
      }
    }
  }

  /** A rollback succeeded; {@code null}: to the version before. */
  synchronized void rolledBack(@Nullable String toVersion) {
    while (!previousVersions.isEmpty()) {
      String before = previousVersions.removeFirst();
      if (toVersion == null || toVersion.equals(before)) {
        version = before;
        return;
      }
    }
    if (toVersion != null) {
      version = toVersion;
    }
  }

  /** The version that is live; {@code null} if that is not known. */
  @Nullable String version() {
    return version;
  }

  /** So many targets were updated by a deployment or rollback; {@code NaN} is none. */
  void updated(OperationKind kind, double targets) {
    if (targets > 0) {
      targetsOf(kind).add(targets);
    }
  }

  /** How many targets deployments, or rollbacks, have updated. */
  double updated(OperationKind kind) {
    return targetsOf(kind).sum();
  }

  private DoubleAdder targetsOf(OperationKind kind) {
    return kind == OperationKind.ROLLBACK ? rolledBackTargets : deployedTargets;
  }

  /** The approvals; {@code null} while no method is declared that could ask for one. */
  @Nullable Approvals approvals() {
    return approvals;
  }

  /** The approvals, which are counted from now on. */
  synchronized Approvals declareApprovals() {
    Approvals counts = approvals;
    if (counts == null) {
      counts = new Approvals();
      approvals = counts;
    }
    return counts;
  }

  /** All targets there are, by state; what was said before no longer counts. */
  void found(Map<String, Double> targetsByState) {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(targetsByState));
  }

  /** How many targets are in which state; {@code null} if nobody said. */
  @Nullable Map<String, Double> states() {
    return states;
  }

  /** The recoveries so far. */
  DurationSums recoveries() {
    return sums(recoveries, layouts.ofRecoveries());
  }

  /** The lead times so far. */
  DurationSums leadTimes() {
    return sums(leadTimes, layouts.ofLeadTimes());
  }

  private static DurationSums sums(@Nullable Durations durations, BucketLayout layout) {
    DurationSums sums = new DurationSums(layout);
    if (durations != null) {
      durations.addTo(sums);
    }
    return sums;
  }
}
