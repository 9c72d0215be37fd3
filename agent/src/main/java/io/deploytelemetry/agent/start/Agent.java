package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.ConfigWatch;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.CheckedMethods;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.metrics.Probes;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.Schema;
import io.deploytelemetry.agent.weave.LoadedClasses;
import io.deploytelemetry.agent.weave.Reweaver;
import io.deploytelemetry.agent.weave.Weaver;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent together. What the first woven call needs is done here, on the thread that starts
 * the application; all else is left to {@link Services}, on a thread of its own.
 */
public final class Agent implements BiConsumer<Instrumentation, Map<String, Object>> {

  /**
   * Starts the agent.
   *
   * @param handover what the premain class knows: {@code arguments}, {@code ""} for none; {@code
   *     attached}, whether the application is running already; {@code startNanos}, when the JVM
   *     called the agent; {@code version}
   */
  @Override
  public void accept(Instrumentation instrumentation, Map<String, Object> handover) {
    start(
        instrumentation,
        String.valueOf(handover.get("arguments")),
        Boolean.TRUE.equals(handover.get("attached")),
        String.valueOf(handover.get("version")),
        handover.get("startNanos") instanceof Long
            ? (Long) handover.get("startNanos")
            : System.nanoTime());
  }

  private static void start(
      Instrumentation instrumentation,
      String arguments,
      boolean attached,
      String version,
      long startNanos) {
    Settings settings = Settings.read(arguments);
    Listeners listeners = new Listeners();
    Logging logging = new Logging(listeners);
    logging.use(settings);
    for (String problem : settings.problems()) {
      Log.warn(problem);
    }
    if (!settings.is(Option.ENABLED)) {
      return;
    }
    try {
      Bridge.define(instrumentation);
    } catch (ReflectiveOperationException | IOException closed) {
      Log.failed("the agent cannot define its bridge in this JVM and does nothing", closed);
      return;
    }
    Inventory inventory = new Inventory();
    HealthChecks health = new HealthChecks(listeners);
    Schema schema = settings.schema();
    CheckedMethods checked = new CheckedMethods(health, instrumentation);
    Probes probes = new Probes(schema, health, checked, listeners, inventory, instrumentation);
    AgentMetrics metrics = new AgentMetrics(version, inventory, health, probes);
    MainClass mainClass = new MainClass();
    if (attached) {
      mainClass.isLoaded();
    }
    Weaver weaver =
        new Weaver(
            settings, probes, inventory, schema.names(), checked, platformLoader(), mainClass);
    if (settings.is(Option.EXEMPLARS)) {
      weaver.setTraceListener(probes.traces());
    }
    instrumentation.addTransformer(weaver, true);
    new LoadedClasses(instrumentation, weaver, inventory, mainClass).weave();
    HealthRuns runs = new HealthRuns(settings, probes, checked, instrumentation);
    RuleReport rules = new RuleReport(settings.rules(), inventory, instrumentation);
    Reloading reloading =
        new Reloading(
            new ConfigWatch(arguments, settings),
            settings,
            logging,
            probes,
            new Reweaver(instrumentation, weaver, inventory),
            runs,
            rules,
            metrics);
    new Services(
            settings,
            version,
            startNanos,
            new Metrics(probes, metrics),
            metrics,
            health,
            runs,
            listeners,
            inventory,
            rules,
            reloading)
        .startAfter(mainClass);
    metrics.started(System.nanoTime() - startNanos);
  }

  private static @Nullable ClassLoader platformLoader() {
    ClassLoader own = Agent.class.getClassLoader();
    return own == null ? null : own.getParent();
  }
}
