package com.acme.nothing;

/** What every agent costs: the JVM's own part. */
public final class NothingAgent {

  private NothingAgent() {}

  /** Does nothing. */
  public static void premain(String arguments) {}
}
