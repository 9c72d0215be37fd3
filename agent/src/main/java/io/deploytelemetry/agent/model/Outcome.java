package io.deploytelemetry.agent.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, in the words of OpenTelemetry's CI/CD conventions. An exception is judged by
 * its class and superclasses, by name; a result by {@link OutcomeWords}.
 */
public enum Outcome {
  SUCCESS,
  FAILURE,
  ERROR,
  TIMEOUT,
  CANCELLATION,
  SKIP,
  UNKNOWN;

  private static final int DEEPEST_CAUSE = 16;

  private static final Outcome[] VALUES = values();
  private static final Map<String, Outcome> BY_THROWABLE = new HashMap<>();

  static {
    BY_THROWABLE.put("java.lang.Error", ERROR);
    BY_THROWABLE.put("java.lang.Throwable", FAILURE);
    BY_THROWABLE.put("java.util.concurrent.TimeoutException", TIMEOUT);
    BY_THROWABLE.put("java.net.SocketTimeoutException", TIMEOUT);
    BY_THROWABLE.put("java.net.http.HttpTimeoutException", TIMEOUT);
    BY_THROWABLE.put("kotlinx.coroutines.TimeoutCancellationException", TIMEOUT);
    BY_THROWABLE.put("java.util.concurrent.CancellationException", CANCELLATION);
    BY_THROWABLE.put("java.lang.InterruptedException", CANCELLATION);
    BY_THROWABLE.put("java.nio.channels.ClosedByInterruptException", CANCELLATION);
  }

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The value of the label {@code outcome}. */
  public String label() {
    return label;
  }

  /** Whether a call that ended so is counted among the errors. */
  public boolean isError() {
    return this == FAILURE || this == ERROR || this == TIMEOUT;
  }

  /** Whether a health check that ended so is up. */
  public boolean isUp() {
    return this == SUCCESS || this == SKIP;
  }

  /** How many outcomes there are. */
  public static int count() {
    return VALUES.length;
  }

  /** The outcome whose label it is; {@code null} for any other text. */
  public static @Nullable Outcome ofLabel(String label) {
    for (Outcome outcome : VALUES) {
      if (outcome.label.equalsIgnoreCase(label)) {
        return outcome;
      }
    }
    return null;
  }

  /** The outcome of a call that threw what {@link #unwrap} made of its exception. */
  public static Outcome ofThrowable(Throwable unwrapped) {
    for (Class<?> type = unwrapped.getClass(); type != null; type = type.getSuperclass()) {
      Outcome outcome = BY_THROWABLE.get(type.getName());
      if (outcome != null) {
        return outcome;
      }
    }
    return FAILURE;
  }

  /**
   * The exception that tells what happened: the cause within {@code CompletionException}, {@code
   * ExecutionException}, {@code InvocationTargetException} and {@code
   * UndeclaredThrowableException}.
   */
  public static Throwable unwrap(Throwable thrown) {
    Throwable current = thrown;
    for (int depth = 0; depth < DEEPEST_CAUSE && isWrapper(current); depth++) {
      Throwable cause = current.getCause();
      if (cause == null) {
        break;
      }
      current = cause;
    }
    return current;
  }

  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof CompletionException
        || thrown instanceof ExecutionException
        || thrown instanceof InvocationTargetException
        || thrown instanceof UndeclaredThrowableException;
  }
}
