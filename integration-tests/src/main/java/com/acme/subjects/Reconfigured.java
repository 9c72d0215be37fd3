package com.acme.subjects;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * Methods that only a configuration file can name. Commands: {@code start} lets threads call {@code
 * always} and {@code sometimes} without end, {@code stop} ends them and answers with the number of
 * calls of each; the name of a method calls it once; {@code begin} and {@code end} a slow call.
 */
public final class Reconfigured {

  /** An annotation of somebody else's. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Ships {}

  private static final int THREADS = 4;
  private static final LongAdder CALLS = new LongAdder();
  private static volatile boolean stopped;

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private Reconfigured() {}

  public static void main(String[] args) throws InterruptedException {
    Reconfigured subject = new Reconfigured();
    Thread[] threads = new Thread[THREADS];
    Thread slow = new Thread(subject::slow);
    slow.setDaemon(true);
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      switch (line) {
        case "start":
          for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(Reconfigured::callUntilStopped);
            threads[i].setDaemon(true);
            threads[i].start();
          }
          break;
        case "stop":
          stopped = true;
          for (Thread thread : threads) {
            thread.join();
          }
          break;
        case "begin":
          slow.start();
          subject.inside.await();
          break;
        case "end":
          subject.released.countDown();
          slow.join();
          break;
        case "ship":
          ship();
          break;
        case "check":
          subject.check();
          break;
        default:
          always();
          break;
      }
      Stage.say(answer());
    }
  }

  private static String answer() {
    return "calls " + CALLS.sum();
  }

  private static void callUntilStopped() {
    while (!stopped) {
      CALLS.increment();
      always();
      sometimes();
    }
  }

  static void always() {}

  static boolean sometimes() {
    return CALLS.hashCode() != 0;
  }

  @Ships
  static void ship() {}

  void slow() {
    inside.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean check() {
    return true;
  }
}
