package io.deploytelemetry.benchmarks;

/** An exception that costs nothing to make, because it is thrown again and again. */
final class PreallocatedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  PreallocatedException() {
    super("expected");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
