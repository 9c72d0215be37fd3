package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Servers of the JDK that answer nobody, because each of their threads waits for the rest of a
 * request that does not come.
 */
public final class HeldServers implements AutoCloseable {

  /** More than the threads of any server that is held here. */
  private static final int REQUESTS = 8;

  private final List<Integer> ports;
  private final List<Wire> wires = new ArrayList<>();

  /** Holds the servers at these ports of this machine until it is closed. */
  public HeldServers(List<Integer> ports) throws IOException {
    this.ports = List.copyOf(ports);
    for (int port : ports) {
      for (int i = 0; i < REQUESTS; i++) {
        Wire wire = new Wire(port);
        wires.add(wire);
        wire.send("GET /");
      }
    }
  }

  /** What is held. */
  public List<Integer> ports() {
    return ports;
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
  }
}
