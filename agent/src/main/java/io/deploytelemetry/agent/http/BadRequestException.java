package io.deploytelemetry.agent.http;

/** A head that is no request: the status that it is answered with, and a word why. */
final class BadRequestException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  /** Has no stack trace, because a client decides how many of these there are. */
  BadRequestException(int status, String why) {
    super(why, null, false, false);
    this.status = status;
  }

  Answer answer() {
    return Answer.text(status, String.valueOf(getMessage()));
  }
}
