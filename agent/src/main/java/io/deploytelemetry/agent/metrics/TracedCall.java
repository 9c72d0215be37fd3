package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.trace.Trace;

/** A call that ran in a sampled span: what an exemplar tells. Immutable. */
final class TracedCall {

  private final Trace trace;
  private final long nanos;
  private final long endMillis;

  TracedCall(Trace trace, long nanos, long endMillis) {
    this.trace = trace;
    this.nanos = nanos;
    this.endMillis = endMillis;
  }

  Trace trace() {
    return trace;
  }

  /** How long the call took. */
  double seconds() {
    return nanos / 1e9;
  }

  /** When it ended, by the wall clock. */
  long endMillis() {
    return endMillis;
  }
}
