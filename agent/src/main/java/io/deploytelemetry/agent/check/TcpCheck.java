package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.config.DeclaredCheck;
import io.deploytelemetry.agent.health.OwnCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether something listens: {@code tcp: host:port}. */
final class TcpCheck implements OwnCheck.Work {

  private final String host;
  private final int port;
  private final int timeoutMillis;

  TcpCheck(DeclaredCheck declared) {
    int colon = declared.target().lastIndexOf(':');
    this.host = declared.target().substring(0, colon).replace("[", "").replace("]", "");
    this.port = Integer.parseInt(declared.target().substring(colon + 1));
    this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, declared.schedule().timeoutMillis());
  }

  @Override
  public void run() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), timeoutMillis);
    }
  }
}
