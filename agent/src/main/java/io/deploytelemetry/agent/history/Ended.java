package io.deploytelemetry.agent.history;

import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.List;

/**
 * A deployment or rollback that has ended. Its labels are the very list of its series, which is
 * there anyway. Immutable.
 */
public final class Ended {

  private final long number;
  private final long atMillis;
  private final ProbeSpec spec;
  private final List<String> labels;
  private final String version;
  private final Outcome outcome;
  private final long nanos;
  private final String errorType;

  Ended(
      long number,
      long atMillis,
      ProbeSpec spec,
      List<String> labels,
      String version,
      Outcome outcome,
      long nanos,
      String errorType) {
    this.number = number;
    this.atMillis = atMillis;
    this.spec = spec;
    this.labels = labels;
    this.version = version;
    this.outcome = outcome;
    this.nanos = nanos;
    this.errorType = errorType;
  }

  /** Its place among all that is remembered. */
  long number() {
    return number;
  }

  /** When it ended, in milliseconds since the agent's start. */
  public long atMillis() {
    return atMillis;
  }

  /** The method; its {@link ProbeSpec#names()} name the labels. */
  public ProbeSpec spec() {
    return spec;
  }

  public List<String> labels() {
    return labels;
  }

  /** The version that was deployed or gone back to; {@code ""} if none is declared. */
  public String version() {
    return version;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** How long it took. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** What the catalogue calls {@code error_type}; {@code ""} if it was no error. */
  public String errorType() {
    return errorType;
  }
}
