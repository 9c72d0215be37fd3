package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.List;

/** A deployment or rollback that has not ended yet. Immutable. */
public final class RunningCall {

  private final OperationKind kind;
  private final List<String> names;
  private final List<String> labels;
  private final long nanos;

  RunningCall(OperationKind kind, List<String> names, List<String> labels, long nanos) {
    this.kind = kind;
    this.names = names;
    this.labels = labels;
    this.nanos = nanos;
  }

  public OperationKind kind() {
    return kind;
  }

  /** The names of its labels. */
  public List<String> names() {
    return names;
  }

  /** The values of its labels. */
  public List<String> labels() {
    return labels;
  }

  /** For how long it has been running. */
  public double seconds() {
    return nanos / 1e9;
  }
}
