package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;

/** Annotations on an interface and on a superclass, calls of those who implement them. */
public final class Inherited {

  private Inherited() {}

  public static void main(String[] args) {
    new Kubernetes().roll();
    new BareMetal().copy();
    Stage.pause();
  }

  /** The annotated interface. */
  interface Target {
    @Deployment(application = "interface")
    void roll();
  }

  /** It implements the annotated interface. */
  static final class Kubernetes implements Target {
    @Override
    public void roll() {}
  }

  /** The annotated superclass. */
  abstract static class Host {
    @Deployment(application = "superclass")
    abstract void copy();
  }

  /** It extends the annotated superclass. */
  static final class BareMetal extends Host {
    @Override
    void copy() {}
  }
}
