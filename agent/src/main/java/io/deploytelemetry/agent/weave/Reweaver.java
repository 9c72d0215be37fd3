package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves loaded classes anew, or releases them, when other settings say what is measured. Of a
 * class of which they say the same, nothing is touched. A retransformation begins with the class's
 * original code, so that a method which is not named any more has that again, and what other agents
 * have made of it; a call that is running ends by the code that it began with, in its old series.
 *
 * <p>A class that was being loaded while the settings changed may have been woven by the old ones,
 * and not yet be among the loaded classes. So they are looked at once more a while later.
 *
 * <p>Threads: one. Classes are held weakly.
 */
public final class Reweaver {

  private final Instrumentation instrumentation;
  private final Weaver weaver;
  private final Inventory inventory;

  /** What was measured before the last change; {@code null} once all has been looked at twice. */
  private @Nullable Planner before;

  private final Set<Class<?>> done = Collections.newSetFromMap(new WeakHashMap<>());

  public Reweaver(Instrumentation instrumentation, Weaver weaver, Inventory inventory) {
    this.instrumentation = instrumentation;
    this.weaver = weaver;
    this.inventory = inventory;
  }

  /** Measures what other settings say. */
  public void use(Settings changed) {
    lookAgain();
    Planner old = weaver.planner();
    Planner fresh = old.with(changed);
    weaver.use(fresh);
    inventory.rulesChanged(fresh.rules().sameOf(old.rules()));
    before = old;
    reweave(old, fresh);
  }

  /** Looks for classes that were being loaded at the last change. */
  public void lookAgain() {
    Planner old = before;
    if (old != null) {
      before = null;
      reweave(old, weaver.planner());
      done.clear();
    }
  }

  private void reweave(Planner old, Planner fresh) {
    List<Class<?>> concerned = concerned(old, fresh);
    if (concerned.isEmpty()) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (Class<?> type : concerned) {
      names.add(type.getName());
    }
    Set<ProbeSpec> released = new HashSet<>(inventory.woven());
    inventory.forget(names);
    Set<String> kept = new HashSet<>();
    for (Class<?> type : concerned) {
      try {
        instrumentation.retransformClasses(type);
      } catch (Throwable failure) { // whatever is wrong with one class, the next one is its turn
        kept.add(type.getName());
        if (inventory.failed(type.getName(), "it could not be woven anew: " + failure)) {
          Log.failed(type.getName() + " stays woven as it was before the change", failure);
        }
      }
    }
    done.addAll(concerned);
    released.removeAll(inventory.woven());
    for (String name : kept) {
      List<ProbeSpec> still = new ArrayList<>(released);
      still.removeIf(spec -> !spec.className().equals(name));
      if (!still.isEmpty()) {
        inventory.woven(name, still);
        released.removeAll(still);
      }
    }
    weaver.close(released);
  }

  private List<Class<?>> concerned(Planner old, Planner fresh) {
    List<Class<?>> concerned = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null
          && weaver.isWeavable(type, instrumentation)
          && !done.contains(type)
          && isConcerned(old, fresh, type, loader)) {
        concerned.add(type);
      }
    }
    return concerned;
  }

  private boolean isConcerned(Planner old, Planner fresh, Class<?> type, ClassLoader loader) {
    try {
      return !fresh.rules().sayTheSame(old.rules(), type)
          || (!fresh.knowsAnnotationsOf(old)
              && (LoadedClasses.hasSomethingToMeasure(old, type, loader)
                  || LoadedClasses.hasSomethingToMeasure(fresh, type, loader)));
    } catch (Throwable failure) { // a class file that cannot be read, or is none
      if (inventory.failed(type.getName(), "it could not be looked at: " + failure)) {
        Log.failed(type.getName() + " could not be looked at when the rules changed", failure);
      }
      return false;
    }
  }
}
