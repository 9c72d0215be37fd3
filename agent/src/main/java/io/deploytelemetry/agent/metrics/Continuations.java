package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.adapt.GuestClass;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts continuations between measured suspend functions and their callers, whatever copy of
 * Kotlin's library these use. What that takes is kept with the classes of the application, and goes
 * with them. Threads: any.
 */
final class Continuations {

  private static final String CONTINUATION = "kotlin.coroutines.Continuation";
  private static final String GUEST = "kotlin/coroutines/jvm/internal/MeasuredContinuation";
  private static final String HOST = "kotlin.coroutines.jvm.internal.ContinuationImpl";

  /** Kept for completions of a library with which nothing of ours can be. */
  private static final Object NONE = "none";

  private final GuestClass guests;

  /** What makes continuations, by the class of the completion. */
  private final ClassValue<Object> makers =
      new ClassValue<Object>() {
        @Override
        protected Object computeValue(Class<?> type) {
          return maker(type);
        }
      };

  Continuations(Instrumentation instrumentation) {
    this.guests = new GuestClass(GUEST, instrumentation);
  }

  /**
   * Puts a continuation before a completion.
   *
   * @param call told of what the function has come to
   * @return the continuation; the completion itself where there can be none before it
   */
  @SuppressWarnings("unchecked")
  Object before(Object completion, Suspension call) {
    Object maker = makers.get(completion.getClass());
    return maker == NONE
        ? completion
        : ((BiFunction<Object, Object, Object>) maker).apply(completion, call);
  }

  /** Whether what goes on at a completion is, or is within, a call of a series. */
  @SuppressWarnings("unchecked")
  boolean areWithin(Series series, Object completion) {
    Object maker = makers.get(completion.getClass());
    return maker != NONE && ((BiPredicate<Object, Object>) maker).test(series, completion);
  }

  private Object maker(Class<?> type) {
    Class<?> continuation = continuation(type);
    if (continuation == null) {
      return NONE;
    }
    try {
      ClassLoader library = continuation.getClassLoader();
      MethodHandle guest = guests.with(Class.forName(HOST, true, library));
      return guest == null ? NONE : guest.invoke((Object) null, (Object) null);
    } catch (Throwable incomplete) {
      return NONE;
    }
  }

  /** Kotlin's interface, as a class implements it. */
  private static @Nullable Class<?> continuation(@Nullable Class<?> type) {
    if (type == null || type.getName().equals(CONTINUATION)) {
      return type;
    }
    for (Class<?> implemented : type.getInterfaces()) {
      Class<?> found = continuation(implemented);
      if (found != null) {
        return found;
      }
    }
    return continuation(type.getSuperclass());
  }
}
