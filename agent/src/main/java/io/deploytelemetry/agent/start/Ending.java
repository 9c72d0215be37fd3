package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.http.TelemetryServer;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.push.Gateway;
import io.deploytelemetry.agent.push.TextFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do when the JVM ends: wait for a last scrape, leave the metrics where a short run
 * can leave them, close the port. A thread that waits in a native accept would hold up the exit.
 *
 * <p>Threads: that of the services prepares it, the JVM's runs it.
 */
final class Ending implements Runnable {

  private static final long POLL_MILLIS = 20;

  private final Settings settings;
  private final Metrics metrics;
  private final AgentMetrics agent;
  private final RuleReport rules;
  private final @Nullable Gateway gateway;

  private volatile @Nullable TelemetryServer server;
  private volatile boolean hasBegun;

  Ending(
      Settings settings,
      Metrics metrics,
      AgentMetrics agent,
      RuleReport rules,
      @Nullable Gateway gateway) {
    this.settings = settings;
    this.metrics = metrics;
    this.agent = agent;
    this.rules = rules;
    this.gateway = gateway;
  }

  /** Whether even the shortest run leaves something: then its end must not be missed. */
  boolean hasSomethingToTell() {
    return !settings.get(Option.PUSH_TEXTFILE).isEmpty()
        || gateway != null
        || settings.is(Option.LOG_EVENTS)
        || !settings.rules().isEmpty();
  }

  /** Whether the JVM ends, and nothing need begin any more. */
  boolean hasBegun() {
    return hasBegun;
  }

  /** From now on the end of the JVM is noticed. */
  void begin() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this, "telemetry-stop"));
    } catch (IllegalStateException hasEnded) {
      run();
    }
  }

  /** There is a server, which is to be stopped. */
  void serving(TelemetryServer newServer) {
    server = newServer;
    if (!hasSomethingToTell()) {
      begin();
    }
  }

  @Override
  public void run() {
    hasBegun = true;
    tell();
    try {
      linger();
      write();
      if (gateway != null) {
        gateway.end();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (Exception | LinkageError failure) {
      Log.failed("the end of the run could not be told", failure);
    }
    TelemetryServer running = server;
    if (running != null) {
      running.stop();
    }
  }

  /** Says what is left to say; whatever fails there, the metrics are left. */
  private void tell() {
    try {
      rules.say(true);
      agent.tellFailure();
      if (Log.hasEvents()) {
        LoggedEvents.endedWithTheJvm(metrics.activity().calls());
      }
    } catch (RuntimeException | LinkageError failure) {
      Log.failed("what was left to say could not be said", failure);
    }
  }

  private void linger() throws InterruptedException {
    long millis = settings.millis(Option.LINGER);
    if (millis == 0 || server == null) {
      return;
    }
    long before = agent.scrapes();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (agent.scrapes() == before && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void write() {
    String file = settings.get(Option.PUSH_TEXTFILE);
    if (file.isEmpty()) {
      return;
    }
    try {
      new TextFile(Paths.get(file), metrics, agent.pushes()).write();
    } catch (InvalidPathException invalid) {
      Log.error("push.textfile=" + file + " is no path of a file: " + invalid.getReason());
    }
  }
}
