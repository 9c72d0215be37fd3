package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Operation;
import io.deploytelemetry.annotations.Rollback;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A deployer to which happens what it is told, a word a line. */
public final class Story {

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private static volatile boolean isDown;
  private static volatile boolean hangs;

  private Story() {}

  public static void main(String[] args) {
    Stage.say("ready");
    for (String word = Stage.hear(); word != null; word = Stage.hear()) {
      tell(word);
      Stage.say(word);
    }
  }

  private static void tell(String word) {
    switch (word) {
      case "succeed":
        deploy(true);
        break;
      case "fail":
        deploy(false);
        break;
      case "roll back":
        rollBack();
        break;
      case "get stuck":
        begin();
        break;
      case "go down":
        isDown = true;
        break;
      case "hang":
        hangs = true;
        break;
      case "poll":
        poll(0);
        poll(300);
        break;
      default:
        throw new IllegalArgumentException(word);
    }
  }

  @Deployment(application = "shop", environment = "production", strategy = "rolling")
  private static boolean deploy(boolean succeeds) {
    return succeeds;
  }

  @Rollback(application = "shop", environment = "production", reason = "manual")
  private static void rollBack() {}

  @Deployment(application = "billing", environment = "production")
  private static CompletableFuture<String> begin() {
    return new CompletableFuture<>();
  }

  @Operation(value = "poll", application = "shop", environment = "production")
  private static void poll(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @HealthCheck(value = "database", every = "200ms")
  private static boolean databaseIsUp() {
    return !isDown;
  }

  @HealthCheck(value = "queue", every = "200ms", timeout = "500ms")
  private static boolean queueIsUp() throws InterruptedException {
    if (hangs) {
      NEVER.await();
    }
    return true;
  }
}
