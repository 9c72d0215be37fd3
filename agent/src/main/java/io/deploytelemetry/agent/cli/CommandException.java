package io.deploytelemetry.agent.cli;

/** A command cannot be carried out; the message says what is wrong, why, and what to do. */
final class CommandException extends Exception {

  private static final long serialVersionUID = 1;

  CommandException(String message) {
    super(message, null, false, false);
  }
}
