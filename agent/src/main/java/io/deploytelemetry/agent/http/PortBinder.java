package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.PortRange;
import io.deploytelemetry.agent.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Finds the first free port of those that the options name, and otherwise what is in the way. */
final class PortBinder {

  /** So many connections wait to be accepted while the machine is busy. */
  private static final int BACKLOG = 512;

  private final Settings settings;

  PortBinder(Settings settings) {
    this.settings = settings;
  }

  /**
   * Binds a port.
   *
   * @throws PortException if there is none
   */
  ServerSocket bind() throws IOException {
    InetAddress host = host();
    PortRange ports = settings.ports();
    IOException last = new SocketException("no port");
    for (int port = ports.first(); port <= ports.last(); port++) {
      try {
        return new ServerSocket(port, BACKLOG, host);
      } catch (IOException unavailable) {
        last = unavailable;
      }
    }
    return bindFree(host, last);
  }

  private InetAddress host() throws PortException {
    try {
      return InetAddress.getByName(settings.get(Option.HOST));
    } catch (UnknownHostException unknown) {
      throw new PortException(
          false,
          "host=" + settings.get(Option.HOST) + " is no address and no name that has one",
          "Choose an address of this machine with host=…, or 0.0.0.0 for all",
          unknown);
    }
  }

  /** What is in the way shows in whether any port of the host can be bound. */
  private ServerSocket bindFree(InetAddress host, IOException failure) throws IOException {
    ServerSocket free;
    try {
      free = new ServerSocket(0, BACKLOG, host);
    } catch (IOException foreign) {
      throw new PortException(
          false,
          "host=" + settings.get(Option.HOST) + " cannot be listened on (" + foreign + ")",
          "Choose an address of this machine with host=…, or 0.0.0.0 for all",
          foreign);
    }
    String subject = settings.ports().toSubject();
    boolean isForbidden = String.valueOf(failure.getMessage()).contains("ermission");
    if (!isForbidden && settings.is(Option.PORT_TAKEN, "free")) {
      return free;
    }
    free.close();
    throw isForbidden
        ? new PortException(
            false,
            subject + " not for this process (" + failure + ")",
            "Choose one above 1023 with port=…",
            failure)
        : new PortException(
            true,
            subject + " in use",
            "Choose another with port=…, or port=0 for a free one",
            failure);
  }
}
