package io.deploytelemetry.agent.model;

/** Gives specs their slots, so that the weaver need not know the metrics. */
public interface Slots {

  /** The slot in the bridge of a spec's probe; equal specs have the same. */
  int slot(ProbeSpec spec);
}
