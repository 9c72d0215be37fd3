package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;

/** Annotated methods that the agent must leave as they are, beside one that it weaves. */
public final class Unweavable {

  private Unweavable() {}

  public static void main(String[] args) {
    new Finalized().deploy();
    Stage.pause();
  }

  /** A class with a finalizer, which the garbage collector's thread calls. */
  static final class Finalized {

    @Override
    @Deployment(application = "finalizer")
    protected void finalize() {}

    @Deployment(application = "beside")
    void deploy() {}

    @Deployment(application = "native")
    native void deployNatively();
  }
}
