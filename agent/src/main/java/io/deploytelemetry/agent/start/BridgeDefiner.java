package io.deploytelemetry.agent.start;

import java.lang.instrument.Instrumentation;

/**
 * A way to define classes in {@code java.lang}: there is one for Java 8, and one from Java 9 on.
 */
interface BridgeDefiner {

  /**
   * Defines the classes, in this order.
   *
   * @throws ReflectiveOperationException if the JVM does not let it
   */
  void define(Instrumentation instrumentation, String[] names, byte[][] classFiles)
      throws ReflectiveOperationException;
}
