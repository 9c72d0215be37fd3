package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;

/** A tool that does one thing and ends: well, with a failure, or in the middle of it. */
public final class ShortRun {

  private ShortRun() {}

  public static void main(String[] args) {
    for (String how : args) {
      try {
        deploy(how);
      } catch (IllegalStateException expected) {
        Stage.say("failed");
      }
    }
  }

  @Deployment(application = "{0}", version = "{0}")
  private static void deploy(String how) {
    if (how.equals("exit")) {
      System.exit(3);
    } else if (how.equals("wait")) {
      Stage.pause();
    } else if (how.equals("fail")) {
      throw new IllegalStateException(how);
    }
  }
}
