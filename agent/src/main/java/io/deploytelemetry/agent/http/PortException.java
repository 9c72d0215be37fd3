package io.deploytelemetry.agent.http;

import java.io.IOException;

/** There is no port to listen on: the message says why, and which option changes it. */
public final class PortException extends IOException {

  private static final long serialVersionUID = 1;

  private final boolean isTaken;

  PortException(boolean isTaken, String what, String advice, IOException cause) {
    super(what + "; metrics are collected but not served. " + advice, cause);
    this.isTaken = isTaken;
  }

  /** Whether another program has it, and may give it back. */
  public boolean isTaken() {
    return isTaken;
  }
}
