package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Schema;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code /metrics} shows, in a registry of its own. The registry is made for the
 * first scrape: what nobody scrapes need not pay for it, and client_java's JVM metrics initialise
 * {@code java.util.logging}, which the application may want to configure before. What these count
 * themselves, the bytes allocated in memory pools, they count from then on.
 */
public final class Metrics {

  private final Probes probes;
  private final AgentMetrics agent;
  private @Nullable OwnMetrics own;
  private @Nullable PrometheusRegistry registry;

  public Metrics(Probes probes, AgentMetrics agent) {
    this.probes = probes;
    this.agent = agent;
  }

  /** The registry of all metrics. */
  public synchronized PrometheusRegistry registry() {
    PrometheusRegistry all = registry;
    if (all == null) {
      all = new PrometheusRegistry();
      all.register(own());
      try {
        addJvmMetrics(all);
      } catch (LinkageError missing) {
        Log.warn(
            "there are no JVM metrics, because this JVM runs without the modules for them ("
                + missing
                + "). Add them: --add-modules java.management,jdk.management");
      }
      registry = all;
    }
    return all;
  }

  /** What runs, and what has come of what ran. */
  public Activity activity() {
    return new Activity(probes);
  }

  /**
   * The domain's metrics as they are when the process ends, in the text format: calls that are
   * still running have ended with the outcome {@code unknown}.
   *
   * @param sink where they are going to be left; that they are there is among them
   */
  public String atEnd(String sink) throws IOException {
    Snapshots snapshots = new Snapshots(probes.schema());
    new DomainMetrics(probes, agent.health(), true).addTo(snapshots);
    agent.pushes().addTo(snapshots, sink);
    return text(snapshots.build());
  }

  /**
   * The domain's metrics and the agent's own, in the text format.
   *
   * @param sink where they are going to be left
   * @param isEnd whether the process ends: then calls that are still running have ended with the
   *     outcome {@code unknown}
   */
  public String toPush(String sink, boolean isEnd) throws IOException {
    OwnMetrics pushed = isEnd ? new OwnMetrics(probes, agent, true) : own();
    return text(pushed.collectFor(sink));
  }

  private synchronized OwnMetrics own() {
    OwnMetrics made = own;
    if (made == null) {
      made = new OwnMetrics(probes, agent, false);
      own = made;
    }
    return made;
  }

  private static String text(MetricSnapshots snapshots) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, snapshots);
    return new String(text.toByteArray(), StandardCharsets.UTF_8);
  }

  /**
   * All but those of native memory tracking where that is off: they are empty then, and asking for
   * them wakes the platform's MBean server, which belongs to the application.
   */
  private static void addJvmMetrics(PrometheusRegistry registry) {
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

  private static final class OwnMetrics implements MultiCollector {

    private final Schema schema;
    private final DomainMetrics domain;
    private final AgentMetrics agent;

    OwnMetrics(Probes probes, AgentMetrics agent, boolean isEnd) {
      this.schema = probes.schema();
      this.domain = new DomainMetrics(probes, agent.health(), isEnd);
      this.agent = agent;
    }

    @Override
    public MetricSnapshots collect() {
      return collectFor(null);
    }

    /** Collects what is going to be left in a sink, if any. */
    synchronized MetricSnapshots collectFor(@Nullable String sink) {
      Snapshots snapshots = new Snapshots(schema);
      domain.addTo(snapshots);
      agent.addTo(snapshots, sink);
      return snapshots.build();
    }
  }
}
