package io.deploytelemetry.agent.trace;

/** A sampled span and its trace, by their ids. Immutable. */
public final class Trace {

  /** What a call ran in that was in no sampled span. */
  public static final Trace NONE = new Trace("", "");

  private final String traceId;
  private final String spanId;

  public Trace(String traceId, String spanId) {
    this.traceId = traceId;
    this.spanId = spanId;
  }

  public String traceId() {
    return traceId;
  }

  public String spanId() {
    return spanId;
  }
}
