package io.deploytelemetry.agent.http;

import java.util.concurrent.TimeUnit;

/** What a connection is doing, and for how long it may. */
enum Phase {
  /** The last answer has left; the client is given a moment to read it. */
  CLOSING(1, "", "evicted"),

  /** Longer than the usual scrape intervals of 15 and 30 seconds, lest the two race. */
  WAITING(35, "", "evicted"),

  /** The head of a request, the TLS handshake included. */
  READING(2, "slow_request", "evicted"),

  SENDING(30, "slow_reader", "slow_reader"),

  /** Is never cut: the time it takes is not the client's fault. */
  ANSWERING(TimeUnit.DAYS.toSeconds(365), "", "");

  private final long mostNanos;
  private final String late;
  private final String evicted;

  Phase(long mostSeconds, String late, String evicted) {
    this.mostNanos = TimeUnit.SECONDS.toNanos(mostSeconds);
    this.late = late;
    this.evicted = evicted;
  }

  boolean isOver(long nanos) {
    return nanos > mostNanos;
  }

  /** What a connection that takes too long is counted as; {@code ""} for nothing. */
  String late() {
    return late;
  }

  /** What a connection that makes room for another is counted as. */
  String evicted() {
    return evicted;
  }
}
