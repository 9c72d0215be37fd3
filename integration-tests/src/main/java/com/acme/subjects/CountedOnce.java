package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Rollback;
import java.util.function.Supplier;

/** Calls within calls: which of them are one deployment, and which are two. */
public final class CountedOnce {

  private CountedOnce() {}

  public static void main(String[] args) throws InterruptedException {
    deploy("web");
    Stage.expect("twin", 1);

    new Special().deploy();
    Stage.expect("super", 1);

    deployAll();
    Stage.expect("all", 1);
    Stage.expect("each", 3);

    onAnotherThread();
    Stage.expect("threads", 2);

    failing();
    Stage.expect("failing", 1);

    afterAFailure();
    Stage.expect("after-a-failure", 2);

    wrapped(() -> "done");
    Stage.expect("wrapped", 1);

    deployAndRollBack();
    Stage.expect("both-kinds", 1);
    Stage.pause();
  }

  @Deployment(application = "twin")
  static void deploy(String name) {
    deploy(name, 1);
  }

  @Deployment(application = "twin")
  static void deploy(String name, int attempts) {
    Stage.check(name.length() + attempts == 4);
  }

  /** A class whose method an heir calls. */
  static class Plain {

    @Deployment(application = "super")
    void deploy() {}
  }

  /** The heir. */
  static final class Special extends Plain {

    @Override
    @Deployment(application = "super")
    void deploy() {
      super.deploy();
    }
  }

  @Deployment(application = "all")
  static void deployAll() {
    each();
    each();
    each();
  }

  @Deployment(application = "each")
  static void each() {}

  @Deployment(application = "threads")
  static void onAnotherThread() throws InterruptedException {
    Thread thread = new Thread(CountedOnce::sameOnAnotherThread);
    thread.start();
    thread.join();
  }

  @Deployment(application = "threads")
  static void sameOnAnotherThread() {}

  private static void failing() {
    try {
      failingOutside();
    } catch (IllegalStateException expected) {
      Stage.check("no".equals(expected.getMessage()));
    }
  }

  @Deployment(application = "failing")
  static void failingOutside() {
    failingInside();
  }

  @Deployment(application = "failing")
  static void failingInside() {
    throw new IllegalStateException("no");
  }

  private static void afterAFailure() {
    for (int i = 0; i < 2; i++) {
      try {
        recoversInside(i);
      } catch (IllegalStateException expected) {
        Stage.check(i == 0);
      }
    }
  }

  @Deployment(application = "after-a-failure")
  static void recoversInside(int i) {
    if (i == 0) {
      throw new IllegalStateException("no");
    }
  }

  @Deployment(application = "wrapped")
  static String wrapped(Supplier<String> body) {
    return wrappedInside(body);
  }

  @Deployment(application = "wrapped")
  static String wrappedInside(Supplier<String> body) {
    return body.get();
  }

  @Deployment(application = "both-kinds")
  static void deployAndRollBack() {
    rollBack();
  }

  @Rollback(application = "both-kinds")
  static void rollBack() {}
}
