package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;

/** Loads the classes that its arguments name, and deploys once. */
public final class OneDeployment {

  private OneDeployment() {}

  public static void main(String[] args) throws ClassNotFoundException {
    for (String name : args) {
      Class.forName(name);
    }
    deploy();
    Stage.pause();
  }

  @Deployment
  static void deploy() {}
}
