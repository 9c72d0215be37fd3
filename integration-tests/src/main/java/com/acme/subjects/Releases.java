package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Rollback;
import java.util.concurrent.CountDownLatch;

/** Deploys, fails, rolls back and goes on deploying; some of its names are an attack. */
public final class Releases {

  private static final String LONG_NAME = new String(new char[10_000]).replace('\0', 'W');
  private static final String[] HOSTILE = {
    "<img src=x onerror=\"document.title='attacked'\">",
    "\"><script>document.title='attacked'</script>",
    "evil\u202Etxt.exe",
    "\ud83d\ude80 rocket",
    "javascript:alert(1)",
    LONG_NAME,
  };

  private final CountDownLatch released = new CountDownLatch(1);

  private Releases() {}

  public static void main(String[] args) {
    new Releases().serve();
  }

  private void serve() {
    deploy("shop", "staging", "1.0.0", true);
    deploy("shop", "production", "1.0.0", true);
    deploy("shop", "production", "1.1.0", false);
    rollBack("shop", "production", "1.0.0");
    fail("billing", "production", "7");
    check(true);
    check(false);
    for (String name : HOSTILE) {
      deploy(name, "staging", name, true);
    }
    Thread running = new Thread(() -> deploy("search", "production"));
    running.setDaemon(true);
    running.start();
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      if (line.equals("fail")) {
        fail("late", "production", "8");
      } else if (line.equals("recover")) {
        check(true);
      } else {
        released.countDown();
      }
      Stage.say("did " + line);
    }
  }

  private void fail(String application, String environment, String version) {
    try {
      deployAndThrow(application, environment, version);
    } catch (IllegalStateException expected) {
      Stage.check("no".equals(expected.getMessage()));
    }
  }

  private void check(boolean isUp) {
    try {
      database(isUp);
    } catch (IllegalStateException expected) {
      Stage.check(!isUp);
    }
  }

  @Deployment(application = "{0}", environment = "{1}", version = "{2}")
  boolean deploy(String application, String environment, String version, boolean result) {
    return result;
  }

  @Deployment(application = "{0}", environment = "{1}", version = "{2}")
  void deployAndThrow(String application, String environment, String version) {
    throw new IllegalStateException("no");
  }

  @Deployment(application = "{0}", environment = "{1}")
  void deploy(String application, String environment) {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Rollback(application = "{0}", environment = "{1}", version = "{2}", reason = "manual")
  void rollBack(String application, String environment, String version) {}

  @HealthCheck("database")
  void database(boolean isUp) {
    if (!isUp) {
      throw new IllegalStateException("<b>refused</b>");
    }
  }
}
