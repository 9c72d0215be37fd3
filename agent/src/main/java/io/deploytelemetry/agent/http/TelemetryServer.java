package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.model.Inventory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The in-process server: what it serves, and where. */
public final class TelemetryServer {

  /** As many connections wait to be accepted while the machine is busy. */
  private static final int BACKLOG = 128;

  private final Settings settings;
  private final ServerSocket socket;
  private final Acceptor acceptor;

  private TelemetryServer(Settings settings, ServerSocket socket, Acceptor acceptor) {
    this.settings = settings;
    this.socket = socket;
    this.acceptor = acceptor;
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
    ServerSocket socket = new ServerSocket(settings.port(), BACKLOG, host);
    Router router =
        new Router()
            .add(HealthEndpoint.ALL, new HealthEndpoint(health, settings, null))
            .add(HealthEndpoint.ALL + "/", new HealthEndpoint(health, settings, null))
            .add("/status", new StatusEndpoint(version, settings, inventory, startNanos))
            .add(settings.get(Option.METRICS_PATH), new MetricsEndpoint(metrics, agent));
    if (settings.is(Option.HEALTH_ALIASES)) {
      router
          .add("/healthz", new HealthEndpoint(health, settings, "/health"))
          .add("/livez", new HealthEndpoint(health, settings, "/health/live"))
          .add("/readyz", new HealthEndpoint(health, settings, "/health/ready"))
          .add("/ready", new HealthEndpoint(health, settings, "/health/ready"));
    }
    Acceptor acceptor = new Acceptor(socket, new Connections(router, agent::rejected));
    acceptor.start();
    return new TelemetryServer(settings, socket, acceptor);
  }

  /** The address of the metrics, as it is bound, and the paths of the rest. */
  public String address() {
    String host = settings.get(Option.HOST);
    return "http://"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + socket.getLocalPort()
        + settings.get(Option.METRICS_PATH)
        + ", /health and /status";
  }

  /** Closes the port and every connection at once. */
  public void stop() {
    acceptor.close();
  }
}
