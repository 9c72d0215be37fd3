package com.acme.subjects;

import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * An application that names its own log manager as the first thing it does, or with the argument
 * {@code late} when it is told to.
 */
public final class OwnLogManager {

  private OwnLogManager() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      Stage.pause();
    }
    System.setProperty("java.util.logging.manager", Manager.class.getName());
    OneDeployment.deploy();
    Logger.getLogger("com.acme").fine("not shown");
    Stage.say("log manager " + LogManager.getLogManager().getClass().getSimpleName());
    Stage.pause();
  }

  /** The log manager. */
  public static final class Manager extends LogManager {}
}
