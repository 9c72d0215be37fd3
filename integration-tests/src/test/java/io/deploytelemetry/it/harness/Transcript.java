package io.deploytelemetry.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The lines that a process has written so far.
 *
 * <p>A thread of its own reads and appends; the test reads and waits. Both hold this object's lock.
 */
final class Transcript {

  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  static Transcript of(InputStream in, String name) {
    Transcript transcript = new Transcript();
    Thread reader = new Thread(() -> transcript.read(in), name);
    reader.setDaemon(true);
    reader.start();
    return transcript;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /**
   * The first line from {@code index} on that {@code wanted} accepts; empty when the time is over
   * or the process has closed the stream without it.
   */
  synchronized Optional<String> await(int index, Predicate<String> wanted, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    int next = index;
    while (true) {
      for (; next < lines.size(); next++) {
        if (wanted.test(lines.get(next))) {
          return Optional.of(lines.get(next));
        }
      }
      if (ended || !waitUntil(deadline)) {
        return Optional.empty();
      }
    }
  }

  /** Waits until the process has closed the stream. */
  synchronized boolean awaitEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!ended) {
      if (!waitUntil(deadline)) {
        return false;
      }
    }
    return true;
  }

  private boolean waitUntil(long deadline) {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      return false;
    }
    try {
      wait(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void read(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        append(line);
      }
    } catch (IOException e) {
      append("(the test could not read on: " + e + ")");
    } finally {
      end();
    }
  }

  private synchronized void append(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
