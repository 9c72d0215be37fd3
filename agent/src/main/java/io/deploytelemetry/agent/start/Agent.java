package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Probes;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.weave.LoadedClasses;
import io.deploytelemetry.agent.weave.Weaver;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent together. What the first woven call needs is done here, on the thread that starts
 * the application; all else is left to {@link Services}, on a thread of its own.
 */
public final class Agent {

  private Agent() {}

  /**
   * Starts the agent. Called reflectively, across the border of the loader.
   *
   * @param arguments the agent's arguments, {@code ""} for none
   * @param attached whether the application is running already
   * @param startNanos when the JVM called the agent
   * @throws Exception if the bridge cannot be defined
   */
  public static void start(
      String arguments,
      Instrumentation instrumentation,
      boolean attached,
      String version,
      long startNanos)
      throws Exception {
    Settings settings = Settings.read(arguments);
    if (!settings.is(Option.ENABLED)) {
      return;
    }
    Bridge.define(instrumentation);
    Inventory inventory = new Inventory();
    HealthChecks health = new HealthChecks();
    Probes probes = new Probes(health);
    AgentMetrics metrics = new AgentMetrics(version, inventory, health, probes);
    MainClass mainClass = new MainClass();
    LoggingGate gate = attached ? null : LoggingGate.create(instrumentation);
    if (attached) {
      mainClass.isLoaded();
    }
    Weaver weaver = new Weaver(settings, probes, inventory, platformLoader(), mainClass);
    instrumentation.addTransformer(weaver, true);
    new LoadedClasses(instrumentation, weaver, inventory, mainClass).weave();
    new Services(settings, version, startNanos, probes, metrics, health, inventory)
        .startAfter(mainClass, gate);
    metrics.started(System.nanoTime() - startNanos);
  }

  private static @Nullable ClassLoader platformLoader() {
    ClassLoader own = Agent.class.getClassLoader();
    return own == null ? null : own.getParent();
  }
}
