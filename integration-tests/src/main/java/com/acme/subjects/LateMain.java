package com.acme.subjects;

import io.deploytelemetry.annotations.HealthCheck;
import java.util.concurrent.atomic.AtomicInteger;

/** Has a check, and a static initialiser that takes its time. */
public final class LateMain {

  private static final Object CHECKED = new Checks();

  static {
    try {
      Thread.sleep(1_500);
    } catch (InterruptedException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private LateMain() {}

  public static void main(String[] args) {
    Stage.say("runs before main " + Checks.RUNS.get());
    Stage.pause();
    Stage.say(CHECKED.toString());
  }

  private static final class Checks {

    static final AtomicInteger RUNS = new AtomicInteger();

    @HealthCheck(value = "early", every = "100ms")
    boolean works() {
      return RUNS.incrementAndGet() > 0;
    }
  }
}
