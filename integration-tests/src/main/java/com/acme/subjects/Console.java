package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Rollback;
import java.util.concurrent.CountDownLatch;

/** Does one thing for each line it is sent, and answers with a line. */
public final class Console {

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private Thread deployer;

  private Console() {}

  public static void main(String[] args) throws InterruptedException {
    new Console().serve();
  }

  private void serve() throws InterruptedException {
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      answer(line);
      Stage.say("did " + line);
    }
  }

  private void answer(String line) throws InterruptedException {
    switch (line) {
      case "deploy":
        deploy(true);
        break;
      case "fail":
        deploy(false);
        break;
      case "roll back":
        rollBack();
        break;
      case "check up":
        database(true);
        break;
      case "check down":
        checkDown();
        break;
      case "check live":
        alive();
        break;
      case "begin":
        deployer = new Thread(this::longDeployment);
        deployer.setDaemon(true);
        deployer.start();
        inside.await();
        break;
      case "end":
        released.countDown();
        deployer.join();
        break;
      default:
        throw new IllegalArgumentException(line);
    }
  }

  private void checkDown() {
    try {
      database(false);
    } catch (IllegalStateException expected) {
      Stage.check("connection refused".equals(expected.getMessage()));
    }
  }

  @Deployment(
      application = "shop",
      environment = "staging",
      provider = "kubernetes",
      strategy = "rolling")
  boolean deploy(boolean result) {
    return result;
  }

  @Deployment(application = "slow")
  void longDeployment() {
    inside.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Rollback(application = "shop", strategy = "direct", reason = "manual")
  void rollBack() {}

  @HealthCheck(value = "database", application = "shop")
  void database(boolean up) {
    if (!up) {
      throw new IllegalStateException("connection refused");
    }
  }

  @HealthCheck(group = "live")
  boolean alive() {
    return true;
  }
}
