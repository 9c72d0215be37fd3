package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.HealthGroups;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the agent says of itself. Any thread counts, one scrape at a time reads. */
public final class AgentMetrics {

  /** Each counts from 0 on: the first one is to be seen. */
  private static final List<String> REJECTIONS =
      Arrays.asList(
          "bad_request",
          "bad_handshake",
          "slow_request",
          "slow_reader",
          "evicted",
          "too_many_requests",
          "too_many_scrapes",
          "too_many_logins",
          "unauthorized",
          "failed");

  private final String version;
  private final Inventory inventory;
  private final HealthGroups health;
  private final Probes probes;

  private final LongAdder scrapes = new LongAdder();
  private final LongAdder failedScrapes = new LongAdder();
  private final LongAdder scrapeNanos = new LongAdder();
  private final LongAdder reloads = new LongAdder();
  private final LongAdder failedReloads = new LongAdder();
  private final Pushes pushes = new Pushes();
  private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();

  private final AtomicBoolean isFailureTold = new AtomicBoolean();

  private volatile long startupNanos;

  public AgentMetrics(String version, Inventory inventory, HealthGroups health, Probes probes) {
    this.version = version;
    this.inventory = inventory;
    this.health = health;
    this.probes = probes;
  }

  /** The agent has let the application go on, so many nanoseconds after it was called. */
  public void started(long nanos) {
    startupNanos = nanos;
  }

  /** A scrape has ended. */
  public void scraped(boolean succeeded, long nanos) {
    (succeeded ? scrapes : failedScrapes).increment();
    scrapeNanos.add(nanos);
  }

  /** How many scrapes have been answered. */
  public long scrapes() {
    return scrapes.sum();
  }

  /** A request was not served, for one of the reasons that there are. */
  public void rejected(String reason) {
    if (!REJECTIONS.contains(reason)) {
      throw new IllegalArgumentException(reason + " is no reason");
    }
    rejected.computeIfAbsent(reason, unused -> new LongAdder()).increment();
  }

  /** A file of the configuration has changed and was read again. */
  public void reloaded(boolean succeeded) {
    (succeeded ? reloads : failedReloads).increment();
  }

  /** Says, once, that calls could not be measured, if there were any. */
  public void tellFailure() {
    Throwable failure = TelemetryBridge.takeFailure();
    if (failure != null && !isFailureTold.getAndSet(true)) {
      Log.failed(
          "a call could not be measured, and the application went on; telemetry_agent_advice"
              + "_errors_total counts them",
          failure);
    }
  }

  /** Where metrics are pushed to. */
  public Pushes pushes() {
    return pushes;
  }

  HealthGroups health() {
    return health;
  }

  /**
   * Adds all of it.
   *
   * @param sink where these metrics are going to be left; {@code null} for nowhere
   */
  void addTo(Snapshots snapshots, @Nullable String sink) {
    tellFailure();
    pushes.addTo(snapshots, sink);
    snapshots.add(
        Family.AGENT_INFO, 1, Arrays.asList(version, System.getProperty("java.version", "")));
    snapshots.add(Family.AGENT_STARTUP_DURATION, startupNanos / 1e9, Collections.emptyList());
    snapshots.add(Family.AGENT_WOVEN_CLASSES, inventory.wovenClasses(), Collections.emptyList());
    addByKind(snapshots);
    snapshots.add(Family.AGENT_WEAVE_ERRORS, inventory.weaveErrors(), Collections.emptyList());
    snapshots.add(Family.AGENT_ADVICE_ERRORS, TelemetryBridge.errors(), Collections.emptyList());
    addScrapes(snapshots);
    snapshots.add(Family.AGENT_CONFIG_RELOADS, reloads.sum(), Collections.singletonList("success"));
    snapshots.add(
        Family.AGENT_CONFIG_RELOADS, failedReloads.sum(), Collections.singletonList("failure"));
    snapshots.add(
        Family.AGENT_QUEUE_SIZE, health.waiting(), Collections.singletonList("health_checks"));
    health
        .dropped()
        .forEach(
            (reason, runs) ->
                snapshots.add(Family.AGENT_DROPPED, runs, Collections.singletonList(reason)));
    health
        .upByGroup()
        .forEach(
            (group, up) ->
                snapshots.add(Family.HEALTH_STATUS, up ? 1 : 0, Collections.singletonList(group)));
    snapshots
        .sizes()
        .forEach(
            (family, size) ->
                snapshots.add(
                    Family.AGENT_SERIES,
                    size,
                    Collections.singletonList(probes.schema().nameOf(family))));
  }

  private void addByKind(Snapshots snapshots) {
    Map<OperationKind, Integer> woven = new EnumMap<>(OperationKind.class);
    for (ProbeSpec spec : inventory.woven()) {
      woven.merge(spec.kind(), 1, Integer::sum);
    }
    for (OperationKind kind : OperationKind.values()) {
      snapshots.add(
          Family.AGENT_WOVEN_METHODS,
          woven.getOrDefault(kind, 0),
          Collections.singletonList(kind.word()));
      long invocations = 0;
      long overflow = 0;
      for (Series series : probes.table().of(kind)) {
        invocations += series.started();
        overflow += series.errors().overflow();
      }
      snapshots.add(Family.AGENT_INVOCATIONS, invocations, Collections.singletonList(kind.word()));
      Family errors = Family.errorsOf(kind);
      if (errors != null) {
        addOverflow(snapshots, errors, "error_type", overflow);
      }
      probes
          .table()
          .overflow(kind)
          .forEach((label, count) -> addOverflow(snapshots, Family.countOf(kind), label, count));
    }
  }

  private void addOverflow(Snapshots snapshots, Family family, String label, long count) {
    snapshots.add(
        Family.AGENT_LABEL_OVERFLOW, count, Arrays.asList(probes.schema().nameOf(family), label));
  }

  private void addScrapes(Snapshots snapshots) {
    snapshots.add(Family.AGENT_SCRAPES, scrapes.sum(), Collections.singletonList("success"));
    snapshots.add(Family.AGENT_SCRAPES, failedScrapes.sum(), Collections.singletonList("failure"));
    snapshots.add(
        Family.AGENT_SCRAPE_DURATION,
        scrapes.sum() + failedScrapes.sum(),
        scrapeNanos.sum() / 1e9,
        Collections.emptyList());
    for (String reason : REJECTIONS) {
      LongAdder count = rejected.get(reason);
      snapshots.add(
          Family.AGENT_HTTP_REJECTED,
          count == null ? 0 : count.sum(),
          Collections.singletonList(reason));
    }
  }
}
