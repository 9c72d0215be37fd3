package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.Rule;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.CheckTargets;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Slots;
import io.deploytelemetry.agent.model.TraceListener;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees every class before it is defined, and weaves those that declare or inherit something to
 * measure. Nearly all are done with after one walk along their constant pool.
 *
 * <p>Threads: any, and each may hold the lock of the class it is loading. What is locked here
 * (slots, inventory, the cache of supertypes) is held for moments and never while a class of the
 * application is loaded or its code runs, so nobody who waits for us is waited for. Classes of the
 * agent's own that are first needed here come from the agent's loader, which waits for nobody.
 */
public final class Weaver implements ClassFileTransformer {

  private static final @Nullable ClassLoader OWN_LOADER = Weaver.class.getClassLoader();

  private final Slots slots;
  private final CheckTargets targets;
  private final Inventory inventory;
  private final @Nullable ClassLoader platform;
  private final LoadListener loads;

  private volatile Planner planner;
  private volatile @Nullable LateDiscoveries late;
  private volatile @Nullable TraceListener traces;

  /** Told of every class of the application before it is defined. */
  public interface LoadListener {
    void loading(String internalName);
  }

  /**
   * Told of a type that is annotated where that was not expected: subtypes may have been missed.
   */
  public interface LateDiscoveries {
    void foundLate();
  }

  /**
   * Makes a weaver.
   *
   * @param slots gives a spec its slot in the bridge
   * @param targets told of checks that the agent is to run
   * @param platform the loader of the JDK's modules; {@code null} on Java 8
   */
  public Weaver(
      Settings settings,
      Slots slots,
      Inventory inventory,
      LabelNames names,
      CheckTargets targets,
      @Nullable ClassLoader platform,
      LoadListener loads) {
    this.slots = slots;
    this.targets = targets;
    this.inventory = inventory;
    this.planner = Planner.of(settings, names, inventory);
    this.platform = platform;
    this.loads = loads;
  }

  /** Sets who is told. */
  public void setLateDiscoveries(LateDiscoveries listener) {
    late = listener;
  }

  /** Sets who is told of what leads to traces. */
  public void setTraceListener(TraceListener listener) {
    traces = listener;
  }

  @Nullable TraceListener traceListener() {
    return traces;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (className == null) {
      return null;
    }
    TraceListener told = traces;
    if (told != null) {
      told.loading(className, loader);
    }
    if (loader == null || isOfJdkOrAgent(loader, className)) {
      return null;
    }
    try {
      loads.loading(className);
      ClassOutline outline = ClassOutline.read(bytes);
      return outline == null ? null : weave(outline, loader, className, domain, bytes);
    } catch (Throwable failure) {
      String name = className.replace('/', '.');
      if (inventory.failed(name, "the agent failed: " + failure)) {
        Log.failed(name + " is not measured, the agent failed to weave it", failure);
      }
      return null;
    }
  }

  /** Nothing of the JDK is measured; and what it defines for reflection would only cost time. */
  boolean isOfJdkOrAgent(@Nullable ClassLoader loader, String className) {
    return loader == null
        || loader == platform
        || loader == OWN_LOADER
        || className.startsWith("java/")
        || className.startsWith("jdk/")
        || className.startsWith("sun/")
        || className.startsWith("com/sun/")
        || className.startsWith("io/deploytelemetry/agent/");
  }

  /**
   * Whether a class that is loaded can be woven at all. Java 8 says so of the classes of lambdas
   * too, whose names have a slash, and then fails.
   */
  boolean isWeavable(Class<?> type, Instrumentation instrumentation) {
    return !type.isArray()
        && type.getName().indexOf('/') < 0
        && !isOfJdkOrAgent(type.getClassLoader(), type.getName().replace('.', '/'))
        && instrumentation.isModifiableClass(type);
  }

  private byte @Nullable [] weave(
      ClassOutline outline,
      ClassLoader loader,
      String className,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws IOException {
    Planner current = planner;
    if (!current.hasSomethingToMeasure(className, outline, loader, domain)) {
      return null;
    }
    String name = className.replace('/', '.');
    if (current.isInheriting() && outline.isAnnotated() && Frameworks.remove(className)) {
      current.forgetSupertypes();
      inventory.note(
          name, "a framework's type with annotations of ours; what implements it is woven again");
      LateDiscoveries told = late;
      if (told != null) {
        told.foundLate();
      }
    }
    Map<String, List<ProbePlan>> plans = current.plans(className, outline, loader, domain, bytes);
    if (plans.isEmpty()) {
      return null;
    }
    ClassWeaver weaver = new ClassWeaver(bytes, plans, slots, new SkippedMethods(inventory, name));
    byte[] woven = weaver.weave();
    if (woven != null) {
      TraceListener told = traces;
      List<ProbeSpec> specs = new ArrayList<>();
      for (ProbePlan plan : weaver.woven()) {
        slots.open(plan.spec());
        if (told != null) {
          told.woven(plan.spec(), loader);
        }
        specs.add(plan.spec());
        if (plan.spec().schedule().isRun()) {
          targets.woven(plan.spec(), plan.access(), loader);
        }
      }
      inventory.woven(name, specs);
    }
    return woven;
  }

  /** What is measured now. */
  Planner planner() {
    return planner;
  }

  /** Classes that are loaded or retransformed from now on are woven so. */
  void use(Planner changed) {
    planner = changed;
  }

  /** Specs with which no class is woven any more. */
  void close(Set<ProbeSpec> released) {
    released.forEach(slots::close);
  }

  /** What is wrong with the patterns of rules, with their places. */
  public static List<String> problems(List<Rule> rules) {
    return new Rules(rules).problems();
  }
}
