package io.deploytelemetry.agent.access;

/** Whether a caller may come in. */
public enum Verdict {
  GRANTED,

  /** With these credentials, or without any, not. */
  REFUSED,

  /** Too many callers are being looked at. */
  BUSY
}
