package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/** Told of what it takes to find the span that a call runs in. */
public interface TraceListener {

  /**
   * A class is about to be defined, any class but hidden ones.
   *
   * @param loader {@code null} is the bootstrap loader
   */
  void loading(String internalName, @Nullable ClassLoader loader);

  /** A class has been loaded before the agent. */
  void loaded(Class<?> type);

  /** A class of a loader is about to be woven with a spec. */
  void woven(ProbeSpec spec, ClassLoader loader);
}
