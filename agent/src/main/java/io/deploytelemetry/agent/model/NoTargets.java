package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/** For a weaver whose checks nobody runs, because nobody runs its classes. */
public final class NoTargets implements CheckTargets {

  @Override
  public void woven(ProbeSpec spec, int access, ClassLoader loader) {}

  @Override
  public void released(ProbeSpec spec) {}

  @Override
  public void constructed(ProbeSpec spec, Object instance) {}

  @Override
  public void called(ProbeSpec spec, Object instance) {}

  @Override
  public @Nullable CheckRun run() {
    return null;
  }
}
