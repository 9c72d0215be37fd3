package io.deploytelemetry.agent.http;

import java.net.InetAddress;

/** Who is at the other end of a connection. */
interface Peer {

  InetAddress address();

  /** Whether the peer has shown a certificate that {@code tls.client.ca} has signed. */
  boolean isCertified();

  /** Closes the connection, counted under a reason; from any thread. */
  void cut(String reason);
}
