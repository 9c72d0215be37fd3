package io.deploytelemetry.sample;

/** A node that does not serve what it should; the message names it. */
final class UnhealthyNodeException extends Exception {

  private static final long serialVersionUID = 1;

  UnhealthyNodeException(String message) {
    super(message);
  }
}
