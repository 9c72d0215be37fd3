package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.history.History;
import io.deploytelemetry.agent.history.Sampler;
import io.deploytelemetry.agent.http.PortException;
import io.deploytelemetry.agent.http.Shown;
import io.deploytelemetry.agent.http.TelemetryServer;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.model.HealthListener;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.OutcomeListener;
import io.deploytelemetry.agent.model.Uptime;
import io.deploytelemetry.agent.push.Gateway;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the application need not wait for: health checks, the history, the server, and other
 * settings. All starts on a daemon thread after the application's main class has been loaded, and
 * ends with the JVM.
 */
final class Services implements Runnable {

  /**
   * The application's own start comes first: a hello-world that is woven ends 40 ms earlier on two
   * cores if nothing else is loaded beside it, and needs no server.
   */
  private static final long HEAD_START_MILLIS = 100;

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Settings settings;
  private final String version;
  private final Uptime uptime;
  private final Metrics metrics;
  private final AgentMetrics agentMetrics;
  private final HealthChecks health;
  private final HealthRuns runs;
  private final Listeners listeners;
  private final Inventory inventory;
  private final RuleReport rules;
  private final @Nullable Gateway gateway;
  private final Reloading reloading;
  private final Ending ending;

  private @Nullable MainClass mainClass;
  private @Nullable History history;
  private boolean isWaiting;

  Services(
      Settings settings,
      String version,
      long startNanos,
      Metrics metrics,
      AgentMetrics agentMetrics,
      HealthChecks health,
      HealthRuns runs,
      Listeners listeners,
      Inventory inventory,
      RuleReport rules,
      Reloading reloading) {
    this.settings = settings;
    this.version = version;
    this.uptime = new Uptime(startNanos);
    this.metrics = metrics;
    this.agentMetrics = agentMetrics;
    this.health = health;
    this.runs = runs;
    this.listeners = listeners;
    this.inventory = inventory;
    this.rules = rules;
    this.reloading = reloading;
    this.gateway =
        settings.get(Option.PUSH_GATEWAY).isEmpty()
            ? null
            : new Gateway(settings, metrics, agentMetrics.pushes());
    this.ending = new Ending(settings, metrics, agentMetrics, rules, gateway);
  }

  void startAfter(MainClass newMainClass) {
    mainClass = newMainClass;
    if (ending.hasSomethingToTell()) {
      ending.begin();
    }
    Thread thread = new Thread(this, "telemetry-start");
    thread.setDaemon(true);
    thread.setContextClassLoader(Services.class.getClassLoader());
    thread.start();
  }

  @Override
  public void run() {
    try {
      if (mainClass != null) {
        mainClass.await();
      }
      health.applicationLoaded();
      beginHistory();
      TimeUnit.MILLISECONDS.sleep(HEAD_START_MILLIS);
      beginHealth();
      if (gateway != null) {
        gateway.start();
      }
      tend(serve());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (Throwable failure) {
      Log.failed("metrics are collected but not served", failure);
    }
  }

  /**
   * From now on what happens is remembered, unless nobody wants that. Whatever fails there, the
   * port is served.
   */
  private void beginHistory() {
    if (!settings.is(Option.HISTORY)) {
      return;
    }
    try {
      History begun = new History(uptime);
      new Sampler(begun, metrics.activity(), health).start();
      listeners.add((OutcomeListener) begun);
      listeners.add((HealthListener) begun);
      history = begun;
    } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
      Log.failed("nothing is remembered for the page at /", failure);
    }
  }

  /** Looks after what may change, as long as anything may. */
  private void tend(boolean isServing) throws InterruptedException {
    boolean isDone = isServing;
    long triedNanos = System.nanoTime();
    while (!isDone || !rules.sayWhenDue() || reloading.isNeeded()) {
      TimeUnit.MILLISECONDS.sleep(reloading.pauseMillis());
      reloading.look();
      if (!isDone && System.nanoTime() - triedNanos >= RETRY_NANOS) {
        isDone = serve();
        triedNanos = System.nanoTime();
      }
    }
  }

  /** Whatever fails there, the port is served. */
  private void beginHealth() {
    try {
      runs.begin(mainClass == null ? "" : mainClass.binaryName());
    } catch (RuntimeException | LinkageError failure) {
      Log.failed("health checks are not run", failure);
    }
  }

  /** Begins to serve; whether there is nothing more to try. */
  private boolean serve() {
    if (ending.hasBegun()) {
      return true;
    }
    try {
      TelemetryServer server =
          TelemetryServer.start(
              reloading.settings(),
              new Shown(
                  version,
                  uptime,
                  metrics,
                  agentMetrics,
                  health,
                  inventory,
                  reloading.watch(),
                  history));
      ending.serving(server);
      reloading.serving(server);
      Log.info(version + " serves " + server.address());
    } catch (PortException unavailable) {
      if (unavailable.isTaken() && settings.is(Option.PORT_TAKEN, "wait")) {
        sayOnceThatItWaits();
        return false;
      }
      Log.error(String.valueOf(unavailable.getMessage()));
    } catch (IOException failure) {
      Log.failed("metrics are collected but not served", failure);
    }
    return true;
  }

  private void sayOnceThatItWaits() {
    if (!isWaiting) {
      isWaiting = true;
      Log.info(settings.ports().toSubject() + " in use; the agent serves when it is free");
    }
  }
}
