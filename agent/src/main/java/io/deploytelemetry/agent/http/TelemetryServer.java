package io.deploytelemetry.agent.http;

import com.sun.net.httpserver.HttpServer;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.model.Inventory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The in-process server, on the JDK's. Its threads are daemons because the thread that starts it is
 * one.
 */
public final class TelemetryServer {

  private final HttpServer server;
  private final Settings settings;

  private TelemetryServer(HttpServer server, Settings settings) {
    this.server = server;
    this.settings = settings;
  }

  /**
   * Binds the port and begins to serve.
   *
   * @throws IOException if the port cannot be bound
   */
  public static TelemetryServer start(
      Settings settings,
      String version,
      long startNanos,
      Metrics metrics,
      AgentMetrics agent,
      HealthChecks health,
      Inventory inventory)
      throws IOException {
    InetAddress host = InetAddress.getByName(settings.get(Option.HOST));
    HttpServer server = HttpServer.create(new InetSocketAddress(host, settings.port()), 0);
    Requests requests = new Requests(agent::rejected);
    server.setExecutor(requests);
    server.createContext(
        "/",
        new Router(requests)
            .add("/health", new HealthEndpoint(health, settings, null))
            .add("/health/live", new HealthEndpoint(health, settings, "live"))
            .add("/health/ready", new HealthEndpoint(health, settings, HealthChecks.READY))
            .add("/status", new StatusEndpoint(version, settings, inventory, startNanos))
            .add(settings.get(Option.METRICS_PATH), new MetricsEndpoint(metrics, agent)));
    server.start();
    return new TelemetryServer(server, settings);
  }

  /** The address of the metrics, as it is bound, and the paths of the rest. */
  public String address() {
    InetSocketAddress bound = server.getAddress();
    String host = settings.get(Option.HOST);
    return "http://"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + bound.getPort()
        + settings.get(Option.METRICS_PATH)
        + ", /health and /status";
  }

  /** Closes the port at once. */
  public void stop() {
    server.stop(0);
  }
}
