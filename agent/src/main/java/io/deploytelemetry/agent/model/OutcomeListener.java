package io.deploytelemetry.agent.model;

import java.util.List;

/** Told of every deployment and rollback that has ended, on the thread that ended it. */
public interface OutcomeListener {

  /**
   * Whether a call that has ended so is to be told. Asked on the path of every call, before what
   * would be told is put together; a wrong yes does no harm.
   */
  default boolean wants(Outcome outcome) {
    return true;
  }

  /**
   * A deployment or rollback has ended and is counted. Called on the path of a call: an
   * implementation must be quick, and must not throw.
   *
   * @param spec the method; its {@link ProbeSpec#names()} name the labels
   * @param labels the values of the labels
   * @param version the version that was deployed or gone back to; {@code ""} if none is declared
   * @param nanos how long it took, in nanoseconds
   * @param errorType what the catalogue calls {@code error_type}; {@code ""} if it was no error
   */
  void ended(
      ProbeSpec spec,
      List<String> labels,
      String version,
      Outcome outcome,
      long nanos,
      String errorType);
}
