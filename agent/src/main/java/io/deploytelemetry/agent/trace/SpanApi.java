package io.deploytelemetry.agent.trace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * What is called of OpenTelemetry's API, in one copy of it. Its {@code Span} class keeps this
 * object, and nobody else does, so that the agent holds no loader of the application.
 */
final class SpanApi {

  private static final ClassValue<SpanApi> OF_CLASS =
      new ClassValue<SpanApi>() {
        @Override
        protected SpanApi computeValue(Class<?> span) {
          try {
            return new SpanApi(span);
          } catch (NoSuchMethodException unknown) {
            throw new IllegalArgumentException(unknown);
          }
        }
      };

  private final Method current;
  private final Method context;
  private final Method isSampled;
  private final Method traceId;
  private final Method spanId;

  private SpanApi(Class<?> span) throws NoSuchMethodException {
    this.current = span.getMethod("current");
    this.context = span.getMethod("getSpanContext");
    Class<?> type = context.getReturnType();
    this.isSampled = type.getMethod("isSampled");
    this.traceId = type.getMethod("getTraceId");
    this.spanId = type.getMethod("getSpanId");
  }

  /**
   * The API of a {@code Span} class.
   *
   * @throws IllegalArgumentException if it has other methods than those of version 1
   */
  static SpanApi of(Class<?> span) {
    return OF_CLASS.get(span);
  }

  /** The span that the thread is in; {@link Trace#NONE} if there is none, or it is not sampled. */
  Trace current() throws IllegalAccessException, InvocationTargetException {
    Object in = context.invoke(current.invoke(null));
    return Boolean.TRUE.equals(isSampled.invoke(in))
        ? new Trace(String.valueOf(traceId.invoke(in)), String.valueOf(spanId.invoke(in)))
        : Trace.NONE;
  }
}
