package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import java.util.concurrent.TimeUnit;

/** Takes all memory that there is, for a while, at each line that it is sent. */
public final class FullHeap {

  private static final long NANOS = TimeUnit.SECONDS.toNanos(3);

  private static volatile Object taken;

  private FullHeap() {}

  public static void main(String[] args) {
    deploy();
    Stage.say("ready");
    while (Stage.hear() != null) {
      fill();
      taken = null;
      Stage.say("did fill");
    }
  }

  private static void fill() {
    long begin = System.nanoTime();
    int size = 100_000;
    while (System.nanoTime() - begin < NANOS) {
      try {
        taken = new Object[] {taken, new byte[size]};
      } catch (OutOfMemoryError full) {
        size = Math.max(size / 2, 16);
      }
    }
  }

  @Deployment
  static void deploy() {}
}
