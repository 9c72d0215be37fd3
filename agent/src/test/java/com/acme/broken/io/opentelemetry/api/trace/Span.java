package com.acme.broken.io.opentelemetry.api.trace;

import java.util.concurrent.atomic.AtomicInteger;

/** OpenTelemetry's in an application whose storage of contexts fails. */
public interface Span {

  AtomicInteger ASKED = new AtomicInteger();

  static Span current() {
    ASKED.incrementAndGet();
    throw new IllegalStateException("no storage");
  }

  SpanContext getSpanContext();

  /** OpenTelemetry's. */
  interface SpanContext {
    boolean isSampled();

    String getTraceId();

    String getSpanId();
  }
}
