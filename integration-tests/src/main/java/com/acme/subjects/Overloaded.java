package com.acme.subjects;

import io.deploytelemetry.annotations.HealthCheck;
import java.util.ArrayList;
import java.util.List;

/** Takes all the processors, or collects garbage without a pause, when it is told to. */
public final class Overloaded {

  private static final List<byte[]> HEAP = new ArrayList<>();

  private Overloaded() {}

  public static void main(String[] args) {
    new Overloaded();
    for (int i = 0; i < 128; i++) {
      HEAP.add(new byte[1 << 20]);
    }
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      int threads = line.equals("collect") ? 1 : 4 * Runtime.getRuntime().availableProcessors();
      for (int i = 0; i < threads; i++) {
        Thread thread = new Thread(line.equals("collect") ? Overloaded::collect : Overloaded::spin);
        thread.setDaemon(true);
        thread.start();
      }
      Stage.say("doing it");
    }
  }

  private static void spin() {
    for (double sum = 0; sum < Double.MAX_VALUE; sum += Math.sqrt(sum + 1)) {
      Stage.check(sum >= 0);
    }
  }

  private static void collect() {
    while (!HEAP.isEmpty()) {
      System.gc();
    }
  }

  @HealthCheck(value = "works", every = "500ms", group = "live")
  boolean works() {
    return true;
  }
}
