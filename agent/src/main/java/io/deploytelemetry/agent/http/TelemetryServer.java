package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.tls.Tls;
import io.deploytelemetry.agent.tls.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The in-process server: what it serves, and where. */
public final class TelemetryServer {

  private final Settings settings;
  private final boolean isSecure;
  private final ServerSocket socket;
  private final Acceptor acceptor;
  private final Routing routing;
  private final @Nullable PortFile portFile;

  private TelemetryServer(
      Settings settings,
      boolean isSecure,
      ServerSocket socket,
      Acceptor acceptor,
      Routing routing) {
    this.settings = settings;
    this.isSecure = isSecure;
    this.socket = socket;
    this.acceptor = acceptor;
    this.routing = routing;
    this.portFile = PortFile.write(settings.get(Option.PORT_FILE), target(), targetLabels());
  }

  /**
   * Binds the port and begins to serve.
   *
   * @throws PortException if there is none
   */
  public static TelemetryServer start(Settings settings, Shown shown) throws IOException {
    ServerSocket socket = new PortBinder(settings).bind();
    TlsOptions tlsOptions = Security.tls(settings);
    Tls tls = tlsOptions.isOn() ? new Tls(tlsOptions, shown.agent::reloaded) : null;
    if (tls != null) {
      tls.check();
    }
    Routing routing = new Routing(shown);
    routing.use(settings);
    Acceptor acceptor = new Acceptor(socket, new Connections(tls, routing, shown.agent::rejected));
    acceptor.start();
    return new TelemetryServer(settings, tls != null, socket, acceptor, routing);
  }

  /** What is wrong with settings for the server; {@code null} if nothing is. */
  public static @Nullable String problem(Settings settings) {
    return Security.access(settings).problem();
  }

  /** Answers requests from now on as other settings say. */
  public void use(Settings changed) {
    routing.use(changed);
  }

  /** The address of the metrics, as it is bound, and the paths of the rest. */
  public String address() {
    return (isSecure ? "https://" : "http://")
        + named(settings.get(Option.HOST))
        + settings.get(Option.METRICS_PATH)
        + ", /health and /status";
  }

  private String named(String host) {
    boolean isBare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (isBare ? "[" + host + "]" : host) + ":" + socket.getLocalPort();
  }

  /** What a Prometheus on this machine connects to. */
  private String target() {
    InetAddress bound = socket.getInetAddress();
    return named(bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress());
  }

  /** What it cannot know otherwise. */
  private Map<String, String> targetLabels() {
    Map<String, String> labels = new LinkedHashMap<>();
    if (isSecure) {
      labels.put("__scheme__", "https");
    }
    if (!settings.get(Option.METRICS_PATH).equals(Option.METRICS_PATH.defaultValue())) {
      labels.put("__metrics_path__", settings.get(Option.METRICS_PATH));
    }
    return labels;
  }

  /** Closes the port and every connection at once. */
  public void stop() {
    acceptor.close();
    if (portFile != null) {
      portFile.remove();
    }
  }
}
