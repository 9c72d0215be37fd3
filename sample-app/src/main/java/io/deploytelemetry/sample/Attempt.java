package io.deploytelemetry.sample;

import java.nio.file.FileSystemException;

/**
 * How a piece of work ended. An exception and the result {@code false} are failures.
 *
 * @param value null unless it succeeded
 * @param error the class of what was thrown, or {@code false}; null if it succeeded
 * @param reason for people; null if it succeeded
 */
record Attempt<T>(Outcome outcome, T value, String error, String reason) {

  enum Kind {
    DEPLOYMENT,
    ROLLBACK,
    HEALTH_CHECK
  }

  enum Outcome {
    SUCCESS,
    FAILURE,
    ERROR
  }

  static <T> Attempt<T> returned(T value) {
    return Boolean.FALSE.equals(value)
        ? new Attempt<>(Outcome.FAILURE, null, "false", "it returned false")
        : new Attempt<>(Outcome.SUCCESS, value, null, null);
  }

  static <T> Attempt<T> threw(Throwable thrown) {
    Outcome outcome = thrown instanceof Error ? Outcome.ERROR : Outcome.FAILURE;
    // the message of a FileSystemException is a bare path
    boolean speaks = thrown.getMessage() != null && !(thrown instanceof FileSystemException);
    String reason = speaks ? thrown.getMessage() : thrown.toString();
    return new Attempt<>(outcome, null, thrown.getClass().getName(), reason);
  }

  boolean succeeded() {
    return outcome == Outcome.SUCCESS;
  }
}
