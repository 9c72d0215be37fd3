package io.deploytelemetry.agent.files;

/** What is wrong with a file: its name, the reason, what to do. */
public final class BrokenFileException extends Exception {

  private static final long serialVersionUID = 1;

  public BrokenFileException(String problem) {
    super(problem);
  }

  public BrokenFileException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
