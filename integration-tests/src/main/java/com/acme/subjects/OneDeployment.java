package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;

/** Deploys once. */
public final class OneDeployment {

  private OneDeployment() {}

  public static void main(String[] args) {
    deploy();
    Stage.pause();
  }

  @Deployment
  static void deploy() {}
}
