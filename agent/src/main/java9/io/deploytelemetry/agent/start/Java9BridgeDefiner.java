package io.deploytelemetry.agent.start;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

/**
 * From Java 9 on {@code java.lang} is opened for the purpose, to the module of the agent's own
 * loader and nobody else: the application finds it as closed as before.
 *
 * <p>Compiled for Java 9 and put into the jar as a class of Java 8, where it is never loaded. By
 * reflection the same calls take 8 ms longer on Java 25.
 */
public final class Java9BridgeDefiner implements BridgeDefiner {

  @Override
  public void define(Instrumentation instrumentation, String[] names, byte[][] classFiles)
      throws ReflectiveOperationException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(Java9BridgeDefiner.class.getModule())),
        Set.of(),
        Map.of());
    MethodHandles.Lookup lookup =
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
    for (byte[] classFile : classFiles) {
      lookup.defineClass(classFile);
    }
  }
}
