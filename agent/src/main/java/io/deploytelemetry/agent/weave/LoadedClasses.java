package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.TraceListener;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes that were loaded before the agent: those of a JVM to which it is attached, and
 * those that come from an ahead-of-time cache, which never reach a transformer. Their class files
 * are looked at, and those that have something to measure are retransformed one by one, because one
 * class that cannot be linked would take a whole batch with it.
 */
public final class LoadedClasses implements Weaver.LateDiscoveries {

  private final Instrumentation instrumentation;
  private final Weaver weaver;
  private final Inventory inventory;
  private final Weaver.LoadListener loads;

  public LoadedClasses(
      Instrumentation instrumentation,
      Weaver weaver,
      Inventory inventory,
      Weaver.LoadListener loads) {
    this.instrumentation = instrumentation;
    this.weaver = weaver;
    this.inventory = inventory;
    this.loads = loads;
    weaver.setLateDiscoveries(this);
  }

  /**
   * Looks at what is loaded once more, in a second: the subtype whose loading brought the discovery
   * about is not yet among the loaded classes.
   */
  @Override
  public void foundLate() {
    Thread thread =
        new Thread("telemetry-weave") {
          @Override
          public void run() {
            try {
              TimeUnit.SECONDS.sleep(1);
              weave();
            } catch (InterruptedException ending) {
              interrupt();
            }
          }
        };
    thread.setDaemon(true);
    thread.start();
  }

  /** Weaves what is loaded; the weaver must have been added as a transformer before. */
  public void weave() {
    Class<?>[] types = instrumentation.getAllLoadedClasses();
    boolean isAlone = true;
    for (Class<?> type : types) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null && weaver.isWeavable(type, instrumentation)) {
        loads.loading(type.getName().replace('.', '/'));
        weave(type, loader);
        isAlone = false;
      }
    }
    if (!isAlone) {
      tellOfTraces(types);
    }
  }

  /** Where no application and no agent has run before, there are none. */
  private void tellOfTraces(Class<?>[] types) {
    TraceListener traces = weaver.traceListener();
    if (traces != null) {
      for (Class<?> type : types) {
        traces.loaded(type);
      }
    }
  }

  private void weave(Class<?> type, ClassLoader loader) {
    try {
      if (hasSomethingToMeasure(weaver.planner(), type, loader)) {
        instrumentation.retransformClasses(type);
      }
    } catch (Throwable failure) {
      if (inventory.failed(type.getName(), "it could not be woven again: " + failure)) {
        Log.failed(
            type.getName() + " was loaded before the agent and could not be woven again", failure);
      }
    }
  }

  /** Nobody knows of a class without a class file; the weaver does when the JVM hands it over. */
  static boolean hasSomethingToMeasure(Planner planner, Class<?> type, ClassLoader loader)
      throws IOException {
    String name = type.getName().replace('.', '/');
    byte @Nullable [] bytes = ClassFiles.read(name, loader, type.getProtectionDomain());
    if (bytes == null) {
      return true;
    }
    ClassOutline outline = ClassOutline.read(bytes);
    return outline != null
        && planner.hasSomethingToMeasure(name, outline, loader, type.getProtectionDomain());
  }
}
