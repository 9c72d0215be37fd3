package io.deploytelemetry.agent.health;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Opens the package of a class to the agent, and to nobody else, if its module keeps it closed. */
public final class Java9ModuleOpener implements BiConsumer<Instrumentation, Class<?>> {

  @Override
  public void accept(Instrumentation instrumentation, Class<?> type) {
    Module module = type.getModule();
    Module agent = Java9ModuleOpener.class.getModule();
    if (!module.isOpen(type.getPackageName(), agent)) {
      instrumentation.redefineModule(
          module,
          Set.of(),
          Map.of(),
          Map.of(type.getPackageName(), Set.of(agent)),
          Set.of(),
          Map.of());
    }
  }
}
