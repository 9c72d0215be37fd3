package com.acme.foreign.io.opentelemetry.context;

/** What a copy of OpenTelemetry's API has by this name. */
public interface Context {}
