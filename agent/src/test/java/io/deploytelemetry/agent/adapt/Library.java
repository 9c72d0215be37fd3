package io.deploytelemetry.agent.adapt;

/** What a library lets extend. */
public abstract class Library {

  /** What there is to find out. */
  public abstract String answer();
}
