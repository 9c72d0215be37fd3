package io.deploytelemetry.agent.http;

import java.io.Closeable;
import java.io.IOException;

/** Closes sockets even while the heap is full, when closing may need memory too. */
final class Sockets {

  private static final int MOST_TRIES = 50;
  private static final long PAUSE_MILLIS = 20;

  private Sockets() {}

  static void close(Closeable socket) {
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        socket.close();
        return;
      } catch (IOException closed) {
        return; // it is, whatever the system says
      } catch (Throwable noMemory) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (Throwable again) {
      // goes on as it would after the pause
    }
  }
}
