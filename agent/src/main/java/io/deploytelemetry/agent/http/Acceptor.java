package io.deploytelemetry.agent.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections until it is closed, and while there are any looks for those that are late.
 * Nothing else ends it: what fails, for want of descriptors, threads or memory, costs one
 * connection and a pause.
 *
 * <p>Threads: a daemon of its own runs it, the one that ends the JVM closes it.
 */
final class Acceptor implements Runnable {

  private static final int WATCH_MILLIS = 250;
  private static final long PAUSE_MILLIS = 100;

  private final ServerSocket server;
  private final Connections connections;

  private long watchedNanos = System.nanoTime();

  Acceptor(ServerSocket server, Connections connections) {
    this.server = server;
    this.connections = connections;
  }

  void start() {
    Thread thread = new Thread(this, "telemetry-accept");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    while (!server.isClosed()) {
      try {
        accept();
        watch();
      } catch (Throwable failure) { // that of a connection, or no descriptor is left
        pause();
      }
    }
  }

  private void accept() throws IOException, InterruptedException {
    server.setSoTimeout(connections.isEmpty() ? 0 : WATCH_MILLIS);
    try {
      connections.admit(server.accept());
    } catch (SocketTimeoutException nobody) {
      // it is time to watch
    }
  }

  private void watch() {
    long now = System.nanoTime();
    if (now - watchedNanos >= TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS)) {
      watchedNanos = now;
      connections.cutLate();
    }
  }

  private void pause() {
    try {
      connections.cutLate(); // which frees descriptors
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (Throwable again) {
      // goes on as it would after the pause
    }
  }

  /** Closes the port and all connections at once. */
  void close() {
    Sockets.close(server);
    connections.close();
  }
}
