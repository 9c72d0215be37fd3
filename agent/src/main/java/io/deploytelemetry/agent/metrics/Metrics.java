package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.log.Log;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryPoolAllocationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmNativeMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.management.ManagementFactory;

/** Everything that {@code /metrics} shows, in a registry of its own. */
public final class Metrics {

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final DomainMetrics domain;
  private final AgentMetrics agent;
  private boolean hasJvmMetrics;

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
   * To be called before a scrape. The first one adds client_java's JVM and process metrics: not
   * earlier, because they initialise {@code java.util.logging}, which the application may want to
   * configure, and because a run that nobody scrapes need not pay for them. What they count
   * themselves, the bytes allocated in memory pools, they count from then on.
   */
  public synchronized void prepare() {
    if (!hasJvmMetrics) {
      hasJvmMetrics = true;
      try {
        addJvmMetrics();
      } catch (LinkageError missing) {
        Log.warn(
            "there are no JVM metrics, because this JVM runs without the modules for them ("
                + missing
                + "). Add them: --add-modules java.management,jdk.management");
      }
    }
  }

  /**
   * All but those of native memory tracking where that is off: they are empty then, and asking for
   * them wakes the platform's MBean server, which belongs to the application.
   */
  private void addJvmMetrics() {
    ProcessMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmCompilationMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryPoolAllocationMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    if (isNativeMemoryTracked()) {
      JvmNativeMemoryMetrics.builder().register(registry);
    }
  }

  private static boolean isNativeMemoryTracked() {
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-XX:NativeMemoryTracking=") && !argument.endsWith("=off")) {
        return true;
      }
    }
    return false;
  }

  private synchronized MetricSnapshots read() {
    Snapshots snapshots = new Snapshots();
    domain.addTo(snapshots);
    agent.addTo(snapshots);
    return snapshots.build();
  }
}
