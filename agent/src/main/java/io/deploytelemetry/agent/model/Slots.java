package io.deploytelemetry.agent.model;

/** Gives specs their slots, so that the weaver need not know the metrics. */
public interface Slots {

  /**
   * The slot in the bridge of a spec's probe; equal specs have the same. It stays empty until the
   * spec is opened: whether a method can be woven shows only when it has been.
   */
  int reserve(ProbeSpec spec);

  /** Puts the probe into its slot; to be called before a class is defined that uses it. */
  void open(ProbeSpec spec);

  /**
   * No class is woven with a spec any more; calls that run end in its slot, and it may come back.
   */
  void close(ProbeSpec spec);
}
