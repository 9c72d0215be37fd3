package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Rollback;
import java.util.Arrays;

/**
 * Ends in the way that its argument names, after it has called methods that throw, and prints all
 * that an application can see of it.
 */
public final class Endings {

  private static final RuntimeException PREPARED = new IllegalStateException("prepared");
  private static int depth;

  private Endings() {}

  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Stage.say("the hook has run")));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          System.err.println("uncaught in " + thread.getName());
          e.printStackTrace();
        });
    printStackTraces();
    throwAgain();
    overflow();
    Stage.pause();
    end(args[0]);
  }

  private static void end(String how) throws Exception {
    switch (how) {
      case "return":
        return;
      case "throw":
        fail("at the end");
        return;
      case "throw-in-thread":
        Thread thread = new Thread(() -> fail("in a thread"), "worker");
        thread.start();
        thread.join();
        return;
      case "exit":
        exit();
        return;
      case "halt":
        halt();
        return;
      case "wait":
        waitForever();
        return;
      default:
        throw new IllegalArgumentException(how);
    }
  }

  private static void printStackTraces() {
    try {
      outer();
    } catch (RuntimeException e) {
      e.printStackTrace(System.out);
      Stage.say("frames " + e.getStackTrace().length);
      Stage.say("suppressed " + e.getSuppressed().length);
    }
  }

  private static void throwAgain() {
    StackTraceElement[] before = PREPARED.getStackTrace();
    try {
      failWith(PREPARED);
    } catch (RuntimeException e) {
      Stage.say("same object " + (e == PREPARED));
      Stage.say("same stack " + Arrays.equals(before, e.getStackTrace()));
      Stage.say("no cause " + (e.getCause() == null));
    }
  }

  private static void overflow() {
    try {
      bottomless();
    } catch (StackOverflowError e) {
      Stage.say("overflow, deep " + (depth > 500));
    }
  }

  @Deployment
  static void outer() {
    try {
      fail("with a cause");
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("wrapped", e);
    }
  }

  @Deployment(application = "endings", strategy = "throwing")
  static void fail(String message) {
    failDeeper(message);
  }

  @Rollback
  static void failDeeper(String message) {
    throw new IllegalStateException(message);
  }

  @Deployment(application = "endings")
  static void failWith(RuntimeException e) {
    throw e;
  }

  @Deployment(application = "bottomless")
  static void bottomless() {
    depth++;
    bottomless();
  }

  @Deployment(application = "exit")
  static void exit() {
    System.exit(3);
  }

  @Deployment(application = "halt")
  static void halt() {
    Runtime.getRuntime().halt(4);
  }

  @Deployment(application = "wait")
  static void waitForever() throws InterruptedException {
    Stage.say("waiting");
    Thread.currentThread().join();
  }
}
