package com.acme.broken.io.opentelemetry.context;

/** What a copy of OpenTelemetry's API has by this name. */
public interface Context {}
