package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that deploy without end from the start on, and one that is inside a deployment. Commands:
 * {@code stop} ends the threads between two calls and answers with the number of all calls so far;
 * {@code run N} makes N more; {@code finish} lets the one inside return.
 */
public final class Busy {

  private static final int THREADS = 8;
  private static final LongAdder CALLS = new LongAdder();
  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static volatile boolean stopped;

  private Busy() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Thread old = new Thread(() -> longDeployment(inside));
    old.setDaemon(true);
    old.start();
    inside.await();

    CyclicBarrier started = new CyclicBarrier(THREADS + 1);
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = new Thread(() -> deployUntilStopped(started));
      threads[i].setDaemon(true);
      threads[i].start();
    }
    started.await();
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      if (line.equals("stop")) {
        stopped = true;
        for (Thread thread : threads) {
          thread.join();
        }
      } else if (line.equals("finish")) {
        RELEASED.countDown();
        old.join();
      } else {
        for (int i = Integer.parseInt(line.substring("run ".length())); i > 0; i--) {
          CALLS.increment();
          deploy();
        }
      }
      Stage.say("calls " + CALLS.sum());
    }
  }

  private static void deployUntilStopped(CyclicBarrier started) {
    CALLS.increment();
    deploy();
    try {
      started.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    while (!stopped) {
      CALLS.increment();
      deploy();
    }
  }

  @Deployment(application = "busy")
  static void deploy() {}

  @Deployment(application = "inside")
  static void longDeployment(CountDownLatch inside) {
    inside.countDown();
    try {
      RELEASED.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
