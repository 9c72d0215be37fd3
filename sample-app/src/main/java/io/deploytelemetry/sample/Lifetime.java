package io.deploytelemetry.sample;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long the deployer runs: until its duration is over or somebody ends it. Thread-safe. */
final class Lifetime {

  private final CountDownLatch ended = new CountDownLatch(1);
  private final long start = System.nanoTime();
  private final long duration;

  /** Runs for the duration; null for no end. */
  Lifetime(Duration duration) {
    this.duration = duration == null ? Long.MAX_VALUE : duration.toNanos();
  }

  void end() {
    ended.countDown();
  }

  /** Pauses, shorter where the end comes first, and returns whether it came. */
  boolean isOverAfter(Duration pause) throws InterruptedException {
    long left = duration - (System.nanoTime() - start);
    boolean asked = ended.await(Math.min(left, pause.toNanos()), TimeUnit.NANOSECONDS);
    return asked || left <= pause.toNanos();
  }

  /** Waits for {@link #end}, whatever the duration. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }
}
