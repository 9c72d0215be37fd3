package io.deploytelemetry.agent.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, in the words of OpenTelemetry's CI/CD conventions. An exception is judged by
 * its class and superclasses, by name; a result by its value.
 */
public enum Outcome {
  SUCCESS,
  FAILURE,
  ERROR,
  TIMEOUT,
  CANCELLATION,
  SKIP,
  UNKNOWN;

  private static final int LONGEST_WORD = "INTERNAL_ERROR".length();
  private static final int DEEPEST_CAUSE = 16;

  private static final Outcome[] VALUES = values();
  private static final Map<String, Outcome> BY_THROWABLE = new HashMap<>();
  private static final Map<String, Outcome> BY_WORD = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    BY_THROWABLE.put("java.lang.Error", ERROR);
    BY_THROWABLE.put("java.lang.Throwable", FAILURE);
    BY_THROWABLE.put("java.util.concurrent.TimeoutException", TIMEOUT);
    BY_THROWABLE.put("java.net.SocketTimeoutException", TIMEOUT);
    BY_THROWABLE.put("java.net.http.HttpTimeoutException", TIMEOUT);
    BY_THROWABLE.put("java.util.concurrent.CancellationException", CANCELLATION);
    BY_THROWABLE.put("java.lang.InterruptedException", CANCELLATION);
    BY_THROWABLE.put("java.nio.channels.ClosedByInterruptException", CANCELLATION);
    words(SUCCESS, "SUCCESS", "SUCCEEDED", "OK", "UP", "PASS", "PASSED");
    words(SUCCESS, "HEALTHY", "COMPLETED", "DEPLOYED");
    words(FAILURE, "FAILED", "FAILURE", "FAIL", "DOWN", "UNHEALTHY", "REJECTED");
    words(ERROR, "ERROR", "INTERNAL_ERROR");
    words(TIMEOUT, "TIMEOUT", "TIMED_OUT");
    words(CANCELLATION, "CANCELLED", "CANCELED", "ABORTED");
    words(SKIP, "SKIPPED", "SKIP", "NO_CHANGE");
    words(UNKNOWN, "UNKNOWN");
  }

  private final String label = name().toLowerCase(Locale.ROOT);

  private static void words(Outcome outcome, String... words) {
    for (String word : words) {
      BY_WORD.put(word, outcome);
    }
  }

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

  /** The outcome of a call that returned normally: by booleans and status words, else success. */
  public static Outcome ofResult(@Nullable Object result) {
    if (result instanceof Boolean) {
      return ofResult((boolean) (Boolean) result);
    }
    if (result instanceof Enum) {
      Outcome outcome = ofWord(((Enum<?>) result).name());
      return outcome == null ? UNKNOWN : outcome;
    }
    if (result instanceof String) {
      Outcome outcome = ofWord((String) result);
      return outcome == null ? SUCCESS : outcome;
    }
    return SUCCESS;
  }

  /** Whether an enum constant is a status word. */
  public static boolean isWord(@Nullable Object result) {
    return result instanceof Enum && ofWord(((Enum<?>) result).name()) != null;
  }

  /** The outcome of a call that returned a truth value. */
  public static Outcome ofResult(boolean result) {
    return result ? SUCCESS : FAILURE;
  }

  /** The text that names a failed result among the errors: its status word, or {@code false}. */
  public static String errorType(@Nullable Object result) {
    return result instanceof Enum ? ((Enum<?>) result).name() : String.valueOf(result);
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

  /** Case does not matter; {@code -} and space count as {@code _}. */
  private static @Nullable Outcome ofWord(String text) {
    if (text.length() > LONGEST_WORD) {
      return null;
    }
    boolean plain = text.indexOf('-') < 0 && text.indexOf(' ') < 0;
    return BY_WORD.get(plain ? text : text.replace('-', '_').replace(' ', '_'));
  }
}
