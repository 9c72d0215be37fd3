package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An application that has virtual threads only. Commands: {@code stages THREADS}, {@code park
 * THREADS}, {@code pin}, {@code block}, {@code release}.
 */
public final class VirtualThreads {

  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static final CountDownLatch HELD = new CountDownLatch(1);

  private static ExecutorService executor;

  private VirtualThreads() {}

  public static void main(String[] args) throws Exception {
    executor =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "stages":
          stages(Integer.parseInt(words[1]));
          break;
        case "park":
          park(Integer.parseInt(words[1]));
          break;
        case "pin":
          executor.submit(() -> Stage.check(Pinned.IS_DONE)).get();
          break;
        case "block":
          block();
          break;
        case "release":
          RELEASED.countDown();
          break;
        default:
          throw new IllegalArgumentException(line);
      }
      Stage.say("did " + line);
    }
  }

  private static void stages(int threads) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      executor.execute(() -> deploy().whenComplete((done, failure) -> ended.countDown()));
    }
    Stage.check(ended.await(10, TimeUnit.MINUTES));
  }

  /** All of them are inside at the same time. */
  private static void park(int threads) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(threads);
    CountDownLatch ended = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      executor.execute(
          () -> {
            waitFor(inside);
            ended.countDown();
          });
    }
    Stage.check(ended.await(10, TimeUnit.MINUTES));
  }

  /** Takes the only carrier there is, and sees that another virtual thread does not begin. */
  private static void block() throws InterruptedException {
    executor.execute(() -> Stage.check(Held.IS_DONE));
    HELD.await();
    CountDownLatch begun = new CountDownLatch(1);
    executor.execute(begun::countDown);
    Stage.check(!begun.await(1, TimeUnit.SECONDS));
  }

  @Deployment(application = "stages")
  static CompletionStage<Boolean> deploy() {
    return CompletableFuture.supplyAsync(
        () -> {
          Thread.yield();
          return true;
        },
        executor);
  }

  @Deployment(application = "parked")
  static void waitFor(CountDownLatch inside) {
    inside.countDown();
    await(inside);
  }

  @HealthCheck(value = "plain", every = "200ms")
  static boolean works() {
    return true;
  }

  @HealthCheck(value = "virtual", every = "200ms", timeout = "1s")
  static CompletionStage<Boolean> worksOnAVirtualThread() {
    return CompletableFuture.supplyAsync(() -> true, executor);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The JVM's own frame below an initializer keeps a virtual thread that waits on its carrier. */
  private static final class Pinned {
    static final boolean IS_DONE = wait100Milliseconds();

    private static boolean wait100Milliseconds() {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return true;
    }
  }

  /** Keeps the carrier until the application is told to go on. */
  private static final class Held {
    static final boolean IS_DONE = hold();

    private static boolean hold() {
      HELD.countDown();
      await(RELEASED);
      return true;
    }
  }
}
