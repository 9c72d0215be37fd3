package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Rollback;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Many threads at once. Commands: {@code calls THREADS CALLS}, {@code park THREADS}, {@code
 * release}, {@code platform THREADS}, {@code virtual THREADS}.
 */
public final class Crowd {

  private static final Refused REFUSED = new Refused();

  private final List<Thread> parked = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  private Crowd() {}

  public static void main(String[] args) throws Exception {
    Crowd crowd = new Crowd();
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "calls":
          calls(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
          break;
        case "park":
          crowd.park(Integer.parseInt(words[1]));
          break;
        case "release":
          crowd.release();
          break;
        case "platform":
          platform(Integer.parseInt(words[1]));
          break;
        case "virtual":
          virtual(Integer.parseInt(words[1]));
          break;
        default:
          throw new IllegalArgumentException(line);
      }
      Stage.say("did " + line);
    }
  }

  private static void calls(int threads, int calls) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> run(calls));
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  private static void run(int calls) {
    for (int i = 0; i < calls; i++) {
      attempt(Crowd::deploy, i);
      if (i % 4 == 0) {
        attempt(Crowd::rollBack, i / 4);
        attempt(Crowd::check, i / 4);
      }
    }
  }

  private static void attempt(IntConsumer call, int i) {
    try {
      call.accept(i);
    } catch (Refused expected) {
      Stage.check(expected == REFUSED && i % 3 == 0);
    }
  }

  private void park(int threads) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> waitInside(inside));
      thread.setDaemon(true);
      thread.start();
      parked.add(thread);
    }
    inside.await();
  }

  private void release() throws InterruptedException {
    released.countDown();
    for (Thread thread : parked) {
      thread.join();
    }
  }

  private static void platform(int threads) throws InterruptedException {
    int batch = 100;
    Thread[] running = new Thread[batch];
    for (int done = 0; done < threads; done += batch) {
      for (int i = 0; i < batch; i++) {
        running[i] = new Thread(null, Crowd::shortLived, "short-lived", 1 << 16);
        running[i].start();
      }
      for (Thread thread : running) {
        thread.join();
      }
    }
  }

  private static void virtual(int threads) throws Exception {
    ExecutorService executor = virtualThreads();
    Semaphore waiting = new Semaphore(1_000); // threads that wait for a processor take memory, too
    for (int i = 0; i < threads; i++) {
      waiting.acquire();
      executor.execute(
          () -> {
            shortLived();
            waiting.release();
          });
    }
    executor.shutdown();
    Stage.check(executor.awaitTermination(10, TimeUnit.MINUTES));
  }

  private static ExecutorService virtualThreads()
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @Deployment(application = "crowd")
  static void deploy(int i) {
    if (i % 3 == 0) {
      throw REFUSED;
    }
  }

  @Rollback(application = "crowd", reason = "manual")
  static void rollBack(int i) {
    if (i % 3 == 0) {
      throw REFUSED;
    }
  }

  @HealthCheck(value = "crowd", application = "crowd")
  static void check(int i) {
    if (i % 3 == 0) {
      throw REFUSED;
    }
  }

  @Deployment(application = "parked")
  void waitInside(CountDownLatch inside) {
    inside.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Deployment(application = "short-lived")
  static void shortLived() {}

  /** An exception that costs nothing to throw. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused() {
      super("refused", null, false, false);
    }
  }
}
