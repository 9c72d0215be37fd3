package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Operation;
import java.util.concurrent.CompletableFuture;

/**
 * Deploys in requests, of which another agent may make spans, and takes one of two ways, of which
 * it may see which. Commands: {@code deploy}, {@code fail}, {@code later} (ends on another thread)
 * and {@code named}, whose method only a configuration file can name.
 */
public final class Accompanied {

  private Accompanied() {}

  public static void main(String[] args) throws Exception {
    Stage.say("ready");
    for (String line = Stage.hear(); line != null; line = Stage.hear()) {
      request(line);
      Stage.say("did " + line);
    }
  }

  static void request(String command) throws Exception {
    if (command.equals("later")) {
      CompletableFuture<String> result = new CompletableFuture<>();
      reconcile(result);
      Thread thread = new Thread(() -> result.complete("reconciled"));
      thread.start();
      thread.join();
    } else if (command.equals("named")) {
      named();
    } else {
      deploy(command.equals("fail"));
    }
  }

  @Deployment(application = "accompanied")
  static boolean deploy(boolean fails) {
    if (fails) {
      return false;
    }
    return true;
  }

  @Operation("reconcile")
  static CompletableFuture<String> reconcile(CompletableFuture<String> result) {
    return result;
  }

  static void named() {}
}
