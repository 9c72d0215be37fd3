package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.CheckTargets;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Schema;
import io.deploytelemetry.agent.model.Slots;
import io.deploytelemetry.agent.model.TraceListener;
import io.deploytelemetry.agent.trace.Traces;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every spec its slot in the bridge and its probe. Equal specs get the same slot: a class
 * that is loaded again goes on where it was. The weaver calls {@link #reserve} and {@link #open},
 * under the lock of the probes; calls take no lock here.
 */
public final class Probes implements Slots {

  private final Schema schema;
  private final SeriesTable table;
  private final Traces traces;
  private final ProbeContext context;
  private final Map<ProbeSpec, Integer> slots = new HashMap<>();
  private final Map<ProbeSpec, MethodProbe> open = new HashMap<>();

  public Probes(
      Schema schema,
      CheckListener checks,
      CheckTargets targets,
      Listeners listeners,
      Inventory inventory,
      Instrumentation instrumentation) {
    this.schema = schema;
    this.table = new SeriesTable(schema);
    this.traces = new Traces(inventory);
    this.context =
        new ProbeContext(
            table, schema.words(), inventory, checks, targets, listeners, traces, instrumentation);
  }

  /** Whom the weaver tells of spans, if there are to be exemplars. */
  public TraceListener traces() {
    return traces;
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

  /** The series of a spec with constant labels exists from now on, at 0. */
  @Override
  public synchronized void open(ProbeSpec spec) {
    MethodProbe probe = open.get(spec);
    if (probe == null) {
      probe = probe(spec);
      open.put(spec, probe);
      TelemetryBridge.put(reserve(spec), probe);
    }
    probe.woven();
  }

  /** The series stays, and goes on if the spec is opened again. */
  @Override
  public synchronized void close(ProbeSpec spec) {
    MethodProbe probe = open.get(spec);
    if (probe != null) {
      probe.released();
    }
  }

  /**
   * Goes by other limits, words and buckets from now on; the rest of a schema cannot change.
   *
   * @return the histograms that have observations already, and so keep the buckets they have
   */
  public List<String> use(Schema changed) {
    context.use(changed.words());
    return table.use(changed.limits(), changed.bounds());
  }

  private MethodProbe probe(ProbeSpec spec) {
    OperationKind kind = spec.kind(); // a switch would load one more class at the start
    if (kind == OperationKind.DEPLOYMENT || kind == OperationKind.ROLLBACK) {
      return new DeploymentProbe(spec, context);
    }
    if (kind == OperationKind.HEALTH_CHECK) {
      return new HealthCheckProbe(spec, context);
    }
    if (kind == OperationKind.APPROVAL) {
      return new ApprovalProbe(spec, context);
    }
    return kind == OperationKind.OPERATION
        ? new OperationProbe(spec, context)
        : new MethodProbe(spec, context);
  }

  Schema schema() {
    return schema;
  }

  SeriesTable table() {
    return table;
  }
}
