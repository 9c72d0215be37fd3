package io.deploytelemetry.agent.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does what may hang on a thread of its own, which is given up when its time is over. */
final class InTime {

  private InTime() {}

  /**
   * Does it.
   *
   * @throws TimeoutException if it has not been done in time
   */
  static <T> T call(int millis, Callable<T> work)
      throws IOException, CommandException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "telemetry-command");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof CommandException) {
        throw (CommandException) cause;
      }
      throw cause instanceof IOException ? (IOException) cause : new IOException(cause);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
