package io.deploytelemetry.agent.health;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Gives lookups that may do what a class itself may. The package of the class is opened to the
 * agent, and to nobody else, if its module keeps it closed.
 */
public final class Java9Lookups
    implements BiFunction<Instrumentation, Class<?>, MethodHandles.Lookup> {

  @Override
  public MethodHandles.Lookup apply(Instrumentation instrumentation, Class<?> type) {
    Module module = type.getModule();
    Module agent = Java9Lookups.class.getModule();
    if (!module.isOpen(type.getPackageName(), agent)) {
      instrumentation.redefineModule(
          module,
          Set.of(),
          Map.of(),
          Map.of(type.getPackageName(), Set.of(agent)),
          Set.of(),
          Map.of());
    }
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException(closed);
    }
  }
}
