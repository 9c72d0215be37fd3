package com.acme.foreign.io.opentelemetry.api.trace;

/** Of the same name as OpenTelemetry's, and with none of its methods. */
public interface Span {}
