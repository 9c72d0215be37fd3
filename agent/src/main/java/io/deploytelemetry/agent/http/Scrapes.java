package io.deploytelemetry.agent.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The scrapes that are running, from their beginning until their answer has been taken. There are
 * so many at a time that a pair of Prometheus servers and a person with a browser are served, and
 * the answers that wait for slow readers do not fill the heap. Where all have begun and one more
 * comes, a reader that has been slow for a while is cut for it.
 *
 * <p>Threads: those of the connections.
 */
final class Scrapes {

  static final int MOST = 4;

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** One of them. */
  static final class Scrape {

    private final Peer peer;
    private volatile long madeNanos;
    private volatile boolean isMade;

    private Scrape(Peer peer) {
      this.peer = peer;
    }

    /** The answer has been made, and is on its way. */
    void isMade() {
      madeNanos = System.nanoTime();
      isMade = true;
    }

    private boolean isReadSlowly(long now) {
      return isMade && now - madeNanos > SLOW_NANOS;
    }
  }

  private final List<Scrape> running = new ArrayList<>();

  /** Begins a scrape; {@code null} if there are too many. */
  synchronized @Nullable Scrape begin(Peer peer) {
    if (running.size() >= MOST && !cutSlowReader()) {
      return null;
    }
    Scrape scrape = new Scrape(peer);
    running.add(scrape);
    return scrape;
  }

  private boolean cutSlowReader() {
    long now = System.nanoTime();
    for (Scrape scrape : running) {
      if (scrape.isReadSlowly(now)) {
        running.remove(scrape);
        scrape.peer.cut("slow_reader");
        return true;
      }
    }
    return false;
  }

  synchronized void end(Scrape scrape) {
    running.remove(scrape);
  }
}
