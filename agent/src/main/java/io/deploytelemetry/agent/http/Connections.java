package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.tls.Tls;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, each on a daemon thread of its own: a pool would need memory to
 * wait for the next one, and lose threads and places where there is none. There are 64 at most;
 * when one more comes, the one that has waited longest for its client is cut, so that clients that
 * are slow, or hold connections for nothing, keep nobody from being served, however many they are.
 *
 * <p>Threads: the acceptor's admits and cuts, the connections' leave, the one that ends the JVM
 * closes.
 */
final class Connections {

  private static final int MOST = 64;

  /** A connection that is cut ends at once, unless the machine has no time for its thread. */
  private static final long LEAVE_MILLIS = 500;

  /** How often room is looked for, 50 ms apart at most, before a connection is refused. */
  private static final int MOST_TRIES = 4;

  private final @Nullable Tls tls;
  private final Supplier<Router> router;
  private final Rejections rejections;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MOST);

  Connections(@Nullable Tls tls, Supplier<Router> router, Rejections rejections) {
    this.tls = tls;
    this.router = router;
    this.rejections = rejections;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Serves a connection, or closes it if all others are being answered. */
  void admit(Socket socket) throws InterruptedException {
    boolean isAdmitted = false;
    try {
      Connection connection = new Connection(socket, tls, router, rejections);
      if (places.tryAcquire() || makeRoom()) {
        isAdmitted = start(connection);
      } else {
        rejections.rejected("too_many_requests");
      }
    } finally {
      if (!isAdmitted) {
        Sockets.close(socket);
      }
    }
  }

  /**
   * Cuts the connection that has waited longest. If that has only just come, so have all; then the
   * acceptor waits, and further clients with it, or else it would cut those that it should serve.
   */
  private boolean makeRoom() throws InterruptedException {
    for (int i = 0; i < MOST_TRIES; i++) {
      Connection first = null;
      long longest = -1;
      long now = System.nanoTime();
      for (Connection connection : open) {
        long readiness = connection.readiness(now);
        if (readiness > longest) {
          longest = readiness;
          first = connection;
        }
      }
      long grace = Connection.JUST_COME_NANOS - longest;
      if (first != null && grace <= 0 && first.evict()) {
        return places.tryAcquire(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (places.tryAcquire(Math.max(grace, 0), TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
    return false;
  }

  /** There is a place for it, which is given back when it ends, or cannot begin. */
  private boolean start(Connection connection) {
    boolean isStarted = false;
    try {
      open.add(connection);
      Thread thread = new Thread(() -> run(connection), "telemetry-http");
      thread.setDaemon(true);
      thread.start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        leave(connection);
      }
    }
    return isStarted;
  }

  private void run(Connection connection) {
    try {
      connection.run();
    } catch (Throwable failure) { // no memory, most likely: it costs this connection only
      countFailure();
    } finally {
      leave(connection);
    }
  }

  private void countFailure() {
    try {
      rejections.rejected("failed");
    } catch (Throwable noMemory) {
      // nor is there any for the count
    }
  }

  private void leave(Connection connection) {
    open.remove(connection);
    places.release();
  }

  /** Cuts those whose clients take too long. */
  void cutLate() {
    long now = System.nanoTime();
    for (Connection connection : open) {
      connection.cutIfLate(now);
    }
  }

  /** Cuts all: a thread in a native read or write would hold up the end of the JVM. */
  void close() {
    for (Connection connection : open) {
      connection.cut("");
    }
  }
}
