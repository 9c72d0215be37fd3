package io.deploytelemetry.sample;

import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;

/**
 * How a piece of work ended.
 *
 * @param value null unless it succeeded
 * @param error the class of what was thrown, or the result that was none to be glad of; null if it
 *     succeeded
 * @param reason for people; null if it succeeded
 * @param nodes how many nodes it updated, or found adrift; null where that says nothing
 */
record Attempt<T>(Outcome outcome, T value, String error, String reason, Integer nodes) {

  enum Kind {
    WAIT,
    APPROVAL,
    DEPLOYMENT,
    ROLLBACK,
    RECONCILIATION,
    HEALTH_CHECK
  }

  enum Outcome {
    SUCCESS,
    FAILURE,
    ERROR
  }

  static <T> Attempt<T> succeeded(T value) {
    return new Attempt<>(Outcome.SUCCESS, value, null, null, null);
  }

  static <T> Attempt<T> failed(String error, String reason) {
    return new Attempt<>(Outcome.FAILURE, null, error, reason, null);
  }

  static <T> Attempt<T> threw(Throwable thrown) {
    if (thrown instanceof CompletionException && thrown.getCause() != null) {
      return threw(thrown.getCause());
    }
    Outcome outcome = thrown instanceof Error ? Outcome.ERROR : Outcome.FAILURE;
    // the message of a FileSystemException is a bare path
    boolean speaks = thrown.getMessage() != null && !(thrown instanceof FileSystemException);
    String reason = speaks ? thrown.getMessage() : thrown.toString();
    return new Attempt<>(outcome, null, thrown.getClass().getName(), reason, null);
  }

  Attempt<T> withNodes(int count) {
    return new Attempt<>(outcome, value, error, reason, count);
  }

  boolean succeeded() {
    return outcome == Outcome.SUCCESS;
  }
}
