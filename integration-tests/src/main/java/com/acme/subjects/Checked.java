package com.acme.subjects;

import io.deploytelemetry.annotations.HealthCheck;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Has checks that the agent runs, and does one thing for each line it is sent. */
public final class Checked {

  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final AtomicInteger RUNNING = new AtomicInteger();
  private static final AtomicInteger MOST_RUNNING = new AtomicInteger();
  private static final List<Object> KEPT = new ArrayList<>();

  private static volatile String mode = "up";
  private static volatile CountDownLatch released = new CountDownLatch(1);
  private static volatile CompletableFuture<String> stage = new CompletableFuture<>();
  private static volatile boolean isContextLoader = true;

  private Checked() {}

  public static void main(String[] args) throws Exception {
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      Stage.say(answer(line));
    }
  }

  private static String answer(String line) throws Exception {
    switch (line) {
      case "instance":
        KEPT.add(new Plain());
        return "made";
      case "second instance":
        KEPT.add(new Second());
        return "made";
      case "static":
        return String.valueOf(Static.touch());
      case "async":
        KEPT.add(new Async());
        return "made";
      case "complete":
        stage.complete("UP");
        return "completed";
      case "parameters":
        KEPT.add(new WithParameters());
        return "made";
      case "subclass":
        KEPT.add(new Heir());
        return "made";
      case "decorator":
        KEPT.add(new Decorator(new Plain()));
        return "made";
      case "slow constructor":
        KEPT.add(new SlowHeir());
        return "made";
      case "forget":
        return forget();
      case "call":
        return String.valueOf(((Plain) KEPT.get(0)).works());
      case "hang all":
        for (int i = 0; i < 100; i++) {
          KEPT.add(new Plain());
        }
        mode = "hang";
        return "hanging";
      case "release":
        mode = "up";
        released.countDown();
        return "released";
      case "million":
        for (int i = 0; i < 1_000_000; i++) {
          new Plain();
        }
        return "made and dropped";
      case "runs":
        return "runs " + RUNS.get() + " most " + MOST_RUNNING.get() + " loader " + isContextLoader;
      default:
        mode = line;
        return "mode " + line;
    }
  }

  private static String forget() throws InterruptedException {
    WeakReference<Object> last = new WeakReference<>(KEPT.remove(KEPT.size() - 1));
    while (last.get() != null) {
      System.gc();
      Thread.sleep(20);
    }
    return "gone";
  }

  private static boolean run() {
    RUNS.incrementAndGet();
    isContextLoader &=
        Thread.currentThread().getContextClassLoader() == Checked.class.getClassLoader();
    int running = RUNNING.incrementAndGet();
    MOST_RUNNING.accumulateAndGet(running, Math::max);
    try {
      return result(mode);
    } finally {
      RUNNING.decrementAndGet();
    }
  }

  private static boolean result(String told) {
    if (told.equals("hang")) {
      try {
        released.await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException("interrupted", interrupted);
      }
    }
    if (told.equals("throw")) {
      throw new IllegalStateException("no connection", new java.io.IOException("refused"));
    }
    return !told.equals("down");
  }

  /** A private method of an instance. */
  static class Plain {
    @HealthCheck(value = "plain", every = "200ms", timeout = "500ms")
    boolean works() {
      return run();
    }
  }

  /** Another instance's check, which is down. */
  private static final class Second extends Plain {
    @Override
    boolean works() {
      RUNS.incrementAndGet();
      return false;
    }
  }

  /** Overrides the check and calls its super. */
  private static final class Heir extends Plain {
    @Override
    boolean works() {
      return super.works();
    }
  }

  /** Asks another one, and then judges itself. */
  private static final class Decorator extends Plain {
    private final Plain decorated;

    Decorator(Plain decorated) {
      this.decorated = decorated;
    }

    @Override
    boolean works() {
      return !decorated.works();
    }
  }

  /** Is not ready when the constructor that hands it over has ended. */
  private static final class SlowHeir extends Plain {
    private final Object needed;

    SlowHeir() throws InterruptedException {
      Thread.sleep(1_500);
      needed = new Object();
    }

    @Override
    boolean works() {
      return needed.hashCode() == needed.hashCode() && run();
    }
  }

  /** Is initialised when it is first used, and not by a check. */
  private static final class Static {
    private static final String INITIALIZER = Thread.currentThread().getName();

    static String touch() {
      return INITIALIZER;
    }

    @HealthCheck(value = "static", every = "200ms", group = "live")
    private static boolean works() {
      return run();
    }
  }

  /** Tells later. */
  private static final class Async {
    @HealthCheck(value = "async", every = "200ms", timeout = "500ms")
    CompletionStage<String> works() {
      RUNS.incrementAndGet();
      return stage;
    }
  }

  /** Cannot be run by the agent. */
  private static final class WithParameters {
    @HealthCheck(value = "parameters", every = "200ms")
    boolean works(String of) {
      return of.isEmpty();
    }
  }
}
