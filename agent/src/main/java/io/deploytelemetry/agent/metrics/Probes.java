package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Slots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every spec its slot in the bridge and every set of label values its series. Equal specs get
 * the same slot: a class that is loaded again goes on where it was. The weaver calls {@link
 * #reserve} and {@link #open}, scrapes call {@link #series}; both lock the probes, calls do not.
 */
public final class Probes implements Slots {

  private final CheckListener checks;
  private final Inventory inventory;
  private final Map<ProbeSpec, Integer> slots = new HashMap<>();
  private final Set<ProbeSpec> open = new HashSet<>();
  private final Map<OperationKind, Map<List<String>, Series>> series =
      new EnumMap<>(OperationKind.class);

  public Probes(CheckListener checks, Inventory inventory) {
    this.checks = checks;
    this.inventory = inventory;
  }

  @Override
  public synchronized int reserve(ProbeSpec spec) {
    Integer slot = slots.get(spec);
    if (slot == null) {
      slot = slots.size();
      slots.put(spec, slot);
    }
    return slot;
  }

  /** The spec's series exists from now on, at 0. */
  @Override
  public synchronized void open(ProbeSpec spec) {
    if (open.add(spec)) {
      TelemetryBridge.put(reserve(spec), probe(spec));
    }
  }

  private MethodProbe probe(ProbeSpec spec) {
    Series of = series(spec.kind(), spec.labels());
    if (spec.kind() == OperationKind.HEALTH_CHECK) {
      checks.known(spec);
      return new HealthCheckProbe(spec, of, inventory, checks);
    }
    return new MethodProbe(spec, of, inventory);
  }

  private Series series(OperationKind kind, List<String> labels) {
    Map<List<String>, Series> ofKind = series.get(kind);
    if (ofKind == null) {
      ofKind = new LinkedHashMap<>();
      series.put(kind, ofKind);
    }
    Series of = ofKind.get(labels);
    if (of == null) {
      of = new Series(kind, labels);
      ofKind.put(labels, of);
    }
    return of;
  }

  /** All series of a kind, in the order in which they came. */
  synchronized List<Series> series(OperationKind kind) {
    Map<List<String>, Series> ofKind = series.get(kind);
    return ofKind == null ? new ArrayList<>() : new ArrayList<>(ofKind.values());
  }
}
