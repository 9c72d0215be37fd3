package io.deploytelemetry.agent.metrics;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Everything that {@code /metrics} shows, in a registry of its own. */
public final class Metrics {

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final DomainMetrics domain;
  private final AgentMetrics agent;

  public Metrics(Probes probes, AgentMetrics agent) {
    this.domain = new DomainMetrics(probes);
    this.agent = agent;
    registry.register(
        new MultiCollector() {
          @Override
          public MetricSnapshots collect() {
            return read();
          }
        });
  }

  public PrometheusRegistry registry() {
    return registry;
  }

  /**
   * Adds client_java's JVM and process metrics. It wakes the platform's MBean server, so not before
   * the application's main class has been loaded.
   */
  public void addJvmMetrics() {
    JvmMetrics.builder().register(registry);
  }

  private synchronized MetricSnapshots read() {
    Snapshots snapshots = new Snapshots();
    domain.addTo(snapshots);
    agent.addTo(snapshots);
    return snapshots.build();
  }
}
