package io.deploytelemetry.sample;

/** Says what cannot be done as asked, why, and what to do; exit code 2. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
