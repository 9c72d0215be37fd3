package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/**
 * Told by the weaver and by woven code what there is to run checks on, so that neither need know
 * health.
 */
public interface CheckTargets {

  /**
   * A method that the agent is to run is woven; its class is about to be defined, or is loaded.
   *
   * @param access the method's modifiers
   * @param loader the loader of its class
   */
  void woven(ProbeSpec spec, int access, ClassLoader loader);

  /** A method is not a check any more; it may become one again. */
  void released(ProbeSpec spec);

  /** A constructor of the class that declares a check is about to return. */
  void constructed(ProbeSpec spec, Object instance);

  /** A check is called on an instance. */
  void called(ProbeSpec spec, Object instance);

  /** The run that the agent makes on this thread; {@code null} if it makes none. */
  @Nullable CheckRun run();
}
