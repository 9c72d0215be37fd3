package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;

/** Gives a label millions of values from several threads: {@code values threads}. */
public final class Flood {

  private Flood() {}

  public static void main(String[] args) throws InterruptedException {
    int values = Integer.parseInt(args[0]);
    int threads = Integer.parseInt(args[1]);
    Thread[] all = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int first = t;
      all[t] =
          new Thread(
              () -> {
                for (int i = first; i < values; i += threads) {
                  deploy("application-" + i, i % 1000);
                }
              });
      all[t].start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    Runtime.getRuntime().gc();
    Stage.expect("calls", values);
    Stage.pause();
  }

  @Deployment(application = "{0}", strategy = "{1}")
  private static void deploy(String application, int shard) {}
}
