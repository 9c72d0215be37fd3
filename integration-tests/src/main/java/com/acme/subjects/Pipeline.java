package com.acme.subjects;

import io.deploytelemetry.annotations.Approval;
import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Operation;
import io.deploytelemetry.annotations.Rollback;
import io.deploytelemetry.annotations.Wait;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A pipeline of one application: does one thing for each line it is sent. */
public final class Pipeline {

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private String version = "none";

  private Pipeline() {}

  public static void main(String[] args) {
    Pipeline pipeline = new Pipeline();
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      String[] words = line.split(" ");
      pipeline.answer(words[0], words.length > 1 ? words[1] : "");
      Stage.say("did " + line);
    }
  }

  private void answer(String command, String argument) {
    switch (command) {
      case "deploy":
        version = argument;
        deploy(Instant.now().minusSeconds(1800));
        break;
      case "fail":
        ignoringErrors(() -> tryToDeploy(argument));
        break;
      case "rollback":
        ignoringErrors(() -> rollBack(argument));
        break;
      case "decide":
        decide(argument);
        break;
      case "wait":
        awaitLock();
        break;
      case "reconcile":
        reconcile(Integer.parseInt(argument));
        break;
      case "poll":
        ignoringErrors(() -> poll(argument));
        break;
      case "poll-for":
        pollFor(argument);
        break;
      case "check":
        targetAnswers(Boolean.parseBoolean(argument));
        break;
      case "collect":
        System.gc();
        break;
      case "stick":
        inBackground(this::deployForEver);
        inBackground(this::rollBackForEver);
        inBackground(this::awaitQueue);
        inBackground(this::pollForEver);
        break;
      default:
        throw new IllegalArgumentException(command);
    }
  }

  private static void ignoringErrors(Runnable step) {
    try {
      step.run();
    } catch (IllegalStateException expected) {
      Stage.check("broken".equals(expected.getMessage()));
    }
  }

  private static void inBackground(Runnable step) {
    Thread thread = new Thread(step);
    thread.setDaemon(true);
    thread.start();
  }

  private static void hang() {
    try {
      NEVER.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void breakIf(boolean broken) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
  }

  @Deployment(
      application = "shop",
      environment = "staging",
      provider = "kubernetes",
      strategy = "rolling",
      version = "{this.version}",
      committedAt = "{0}",
      targets = "3")
  void deploy(Instant committedAt) {}

  @Deployment(
      application = "shop",
      environment = "staging",
      provider = "kubernetes",
      strategy = "rolling")
  boolean tryToDeploy(String how) {
    breakIf(how.equals("exception"));
    return false;
  }

  @Deployment(
      application = "shop",
      environment = "staging",
      provider = "kubernetes",
      strategy = "canary")
  void deployForEver() {
    hang();
  }

  @Rollback(
      application = "shop",
      environment = "staging",
      provider = "kubernetes",
      strategy = "rolling",
      reason = "health_check",
      targets = "3")
  void rollBack(String how) {
    breakIf(how.equals("exception"));
  }

  @Rollback(
      application = "shop",
      environment = "staging",
      provider = "kubernetes",
      strategy = "rolling",
      reason = "manual")
  void rollBackForEver() {
    hang();
  }

  @Approval(application = "shop", environment = "staging", provider = "kubernetes")
  String decide(String decision) {
    return decision;
  }

  @Wait(application = "shop", environment = "staging", provider = "kubernetes", reason = "lock")
  void awaitLock() {}

  @Wait(application = "shop", environment = "staging", provider = "kubernetes", reason = "queue")
  void awaitQueue() {
    hang();
  }

  @Operation(
      value = "reconcile",
      application = "shop",
      environment = "staging",
      provider = "kubernetes",
      events = "drift={0}",
      states = "{result}")
  Map<String, Integer> reconcile(int drifted) {
    Map<String, Integer> states = new LinkedHashMap<>();
    states.put("running", 3 - drifted);
    states.put("drifted", drifted);
    return states;
  }

  @Operation(
      value = "git_poll",
      application = "shop",
      environment = "staging",
      provider = "kubernetes")
  void poll(String how) {
    breakIf(how.equals("exception"));
  }

  @Operation(
      value = "git_poll",
      application = "{0}",
      environment = "staging",
      provider = "kubernetes")
  void pollFor(String application) {}

  @Operation(value = "sync", application = "shop", environment = "staging", provider = "kubernetes")
  void pollForEver() {
    hang();
  }

  @HealthCheck(
      value = "target",
      application = "shop",
      environment = "staging",
      provider = "kubernetes")
  boolean targetAnswers(boolean up) {
    return up;
  }

  @HealthCheck(
      value = "registry",
      application = "shop",
      environment = "staging",
      provider = "registry",
      every = "500ms",
      timeout = "1s")
  static void registryAnswers() {
    hang();
  }
}
