package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.NoTargets;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Schema;
import io.deploytelemetry.agent.model.Specs;

/** The metrics of an agent without its weaver: tests call the bridge as woven code does. */
final class MeasuredMethods {

  final Listeners listeners = new Listeners();
  final HealthChecks health = new HealthChecks(listeners);
  final Inventory inventory = new Inventory();
  final Probes probes =
      new Probes(Schema.standard(), health, new NoTargets(), listeners, inventory, null);
  final AgentMetrics agent = new AgentMetrics("test", inventory, health, probes);
  final Metrics metrics = new Metrics(probes, agent);

  /** A slot of a deployment method. */
  int deployment(String application, String strategy) {
    return slot(OperationKind.DEPLOYMENT, "deploy", null, application, "", "", strategy);
  }

  int rollback(String application, String reason) {
    return slot(OperationKind.ROLLBACK, "rollback", null, application, "", "", "", reason);
  }

  int check(String name, String group) {
    return slot(OperationKind.HEALTH_CHECK, name, null, "", "", "", name, group);
  }

  int slot(OperationKind kind, String method, Outcome fixed, String... labels) {
    return slot(Specs.of(kind, "com.acme.Deployer", method, fixed, labels));
  }

  int slot(ProbeSpec spec) {
    probes.open(spec);
    return probes.reserve(spec);
  }

  /** A call that returns normally. */
  void call(int slot) {
    TelemetryBridge.exit(TelemetryBridge.enter(slot), slot);
  }

  /** A call that throws. */
  void callThrowing(int slot, Throwable thrown) {
    TelemetryBridge.fail(thrown, TelemetryBridge.enter(slot), slot);
  }

  Exposition scrape() {
    return Exposition.of(metrics);
  }
}
