package io.deploytelemetry.agent.metrics;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kotlin's {@code Result}, which is returned in place of what might be thrown: by itself a value,
 * or an object of a class that nobody names. Known by name, in whatever copy of the library.
 */
final class KotlinResult {

  private static final String BOXED = "kotlin.Result";
  private static final String FAILURE = "kotlin.Result$Failure";

  private KotlinResult() {}

  /** What would have been thrown; {@code null} if that is no failed {@code Result}. */
  static @Nullable Throwable failure(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    String type = value.getClass().getName();
    boolean isFailure = type.equals(FAILURE);
    return isFailure || type.equals(BOXED) ? failure(value, isFailure).orElse(null) : null;
  }

  private static Optional<Throwable> failure(Object value, boolean isFailure) {
    try {
      if (isFailure) {
        return Optional.of((Throwable) value.getClass().getField("exception").get(value));
      }
      return Optional.ofNullable(failure(value.getClass().getMethod("unbox-impl").invoke(value)));
    } catch (ReflectiveOperationException other) {
      return Optional.empty(); // not the library's class
    }
  }
}
