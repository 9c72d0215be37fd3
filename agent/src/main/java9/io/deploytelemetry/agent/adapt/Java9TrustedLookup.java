package io.deploytelemetry.agent.adapt;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Gives the JDK's own lookup. One that {@code privateLookupIn} gives to another module may define
 * classes, but no hidden ones. {@code java.lang.invoke} is opened to the agent for that, and to
 * nobody else.
 */
public final class Java9TrustedLookup implements Function<Instrumentation, MethodHandles.Lookup> {

  @Override
  public MethodHandles.Lookup apply(Instrumentation instrumentation) {
    Module agent = Java9TrustedLookup.class.getModule();
    Module base = Object.class.getModule();
    if (!base.isOpen("java.lang.invoke", agent)) {
      instrumentation.redefineModule(
          base, Set.of(), Map.of(), Map.of("java.lang.invoke", Set.of(agent)), Set.of(), Map.of());
    }
    try {
      Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
      trusted.setAccessible(true);
      return (MethodHandles.Lookup) trusted.get(null);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(changed);
    }
  }
}
