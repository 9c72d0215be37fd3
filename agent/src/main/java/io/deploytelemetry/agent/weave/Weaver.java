package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.EditDistance;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.CheckTargets;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Slots;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
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
  private final SpecResolver resolver;
  private final AnnotationKinds kinds;
  private final Rules rules;
  private final @Nullable Supertypes supertypes;
  private final @Nullable ClassLoader platform;
  private final LoadListener loads;

  private volatile @Nullable LateDiscoveries late;

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
    this.resolver = new SpecResolver(settings, names, inventory);
    this.kinds = new AnnotationKinds(settings.annotations());
    this.rules = new Rules(settings.rules(), inventory);
    this.supertypes = settings.is(Option.INHERIT) ? new Supertypes(kinds) : null;
    this.platform = platform;
    this.loads = loads;
  }

  /** Sets who is told. */
  public void setLateDiscoveries(LateDiscoveries listener) {
    late = listener;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (className == null || loader == null || isOfJdkOrAgent(loader, className)) {
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

  /** Whether a class declares or inherits something, or a rule is for it. */
  boolean hasSomethingToMeasure(
      String className, ClassOutline outline, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    return kinds.areIn(outline, loader, domain)
        || !inherited(outline, loader, domain).isEmpty()
        || !rules.of(className, outline, loader, domain).isEmpty();
  }

  private Map<String, Declaration> inherited(
      ClassOutline outline, ClassLoader loader, @Nullable ProtectionDomain domain)
      throws IOException {
    return supertypes == null
        ? Collections.emptyMap()
        : supertypes.inheritedBy(outline, loader, domain);
  }

  private byte @Nullable [] weave(
      ClassOutline outline,
      ClassLoader loader,
      String className,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws IOException {
    Map<String, Declaration> inherited = inherited(outline, loader, domain);
    List<Rules.Compiled> ruled = rules.of(className, outline, loader, domain);
    if (inherited.isEmpty() && ruled.isEmpty() && !kinds.areIn(outline, loader, domain)) {
      return null;
    }
    String name = className.replace('/', '.');
    if (supertypes != null && outline.isAnnotated() && Frameworks.remove(className)) {
      supertypes.forget();
      inventory.note(
          name, "a framework's type with annotations of ours; what implements it is woven again");
      LateDiscoveries told = late;
      if (told != null) {
        told.foundLate();
      }
    }
    ClassReader reader = ClassWeaver.reader(bytes);
    Map<String, List<ProbePlan>> plans =
        plans(
            name,
            reader,
            DeclaredClass.read(reader, kinds.in(outline, loader, domain)),
            inherited,
            ruled,
            new ClassModels(loader, domain, bytes));
    if (plans.isEmpty()) {
      return null;
    }
    ClassWeaver weaver = new ClassWeaver(bytes, plans, slots, new SkippedMethods(name));
    byte[] woven = weaver.weave();
    if (woven != null) {
      List<ProbeSpec> specs = new ArrayList<>();
      for (ProbePlan plan : weaver.woven()) {
        slots.open(plan.spec());
        specs.add(plan.spec());
        if (plan.spec().schedule().isRun()) {
          targets.woven(plan.spec(), plan.access(), loader);
        }
      }
      inventory.woven(name, specs);
    }
    return woven;
  }

  private Map<String, List<ProbePlan>> plans(
      String className,
      ClassReader reader,
      DeclaredClass declared,
      Map<String, Declaration> inherited,
      List<Rules.Compiled> ruled,
      ClassModels models)
      throws IOException {
    Map<String, Declaration> bridged = inheritedThroughBridges(declared, inherited);
    List<Rules.Compiled> unmatched = new ArrayList<>(ruled);
    Map<String, List<ProbePlan>> plans = new HashMap<>();
    for (DeclaredClass.Method method : declared.methods()) {
      if (Weavability.isCompilersOwn(method)) {
        continue;
      }
      method.declaration.addDefaults(declared.declaration());
      if (Weavability.isInheritable(method)) {
        inherit(method, inherited.get(method.key()));
        inherit(method, inherited.get(Supertypes.keyWithin(className, method)));
        inherit(method, bridged.get(method.key()));
      }
      apply(ruled, unmatched, method);
      if (!method.declaration.isEmpty() && !isLeftToSubtypes(method)) {
        String obstacle = Weavability.obstacle(method);
        if (obstacle == null) {
          plans.put(method.key(), resolver.plans(className, method, reader, models));
        } else {
          skipped(className, method.key(), obstacle);
        }
      }
    }
    if (!unmatched.isEmpty()) {
      explain(unmatched, className, declared);
    }
    return plans;
  }

  /** What is annotated and abstract is how a team declares what its subclasses do. */
  private boolean isLeftToSubtypes(DeclaredClass.Method method) {
    return supertypes != null && method.is(Opcodes.ACC_ABSTRACT) && !method.declaration.isRuled();
  }

  private void apply(
      List<Rules.Compiled> ruled, List<Rules.Compiled> unmatched, DeclaredClass.Method method) {
    for (Rules.Compiled compiled : ruled) {
      if (compiled.pattern.matchesMethod(method.name, method.descriptor)) {
        method.declaration.rule(compiled.rule.kind(), compiled.rule.attributes());
        inventory.ruleMatched(compiled.rule.toString());
        unmatched.remove(compiled);
      }
    }
  }

  /** A rule that names this one class, and a method that it does not have, is a slip. */
  private void explain(List<Rules.Compiled> unmatched, String className, DeclaredClass declared) {
    Set<String> names = new TreeSet<>();
    for (DeclaredClass.Method method : declared.methods()) {
      if (!Weavability.isCompilersOwn(method) && !method.name.startsWith("<")) {
        names.add(method.name + parameters(method));
      }
    }
    for (Rules.Compiled compiled : unmatched) {
      if (className.equals(compiled.pattern.exactClass()) && !compiled.pattern.hasSubtypes()) {
        String method = compiled.rule.methods();
        String reason =
            "no method of "
                + className
                + " matches"
                + (names.isEmpty()
                    ? ""
                    : ". Did you mean '"
                        + EditDistance.nearest(method.substring(method.indexOf('#') + 1), names)
                        + "'?");
        if (inventory.note(compiled.rule.toString(), reason)) {
          Log.warn(compiled.rule + ": " + reason);
        }
      }
    }
  }

  private static String parameters(DeclaredClass.Method method) {
    StringBuilder list = new StringBuilder("(");
    for (Type type : Type.getArgumentTypes(method.descriptor)) {
      list.append(list.length() == 1 ? "" : ", ").append(type.getClassName());
    }
    return list.append(')').toString();
  }

  private static void inherit(DeclaredClass.Method method, @Nullable Declaration inherited) {
    if (inherited != null) {
      method.declaration.inherit(inherited);
    }
  }

  /**
   * A method that implements a generic one has another descriptor; the compiler's bridge has both.
   */
  private static Map<String, Declaration> inheritedThroughBridges(
      DeclaredClass declared, Map<String, Declaration> inherited) {
    Map<String, Declaration> bridged = new HashMap<>();
    for (DeclaredClass.Method method : declared.methods()) {
      Declaration declaration = inherited.get(method.key());
      if (declaration != null && method.bridgedDescriptor != null) {
        bridged.put(method.name + method.bridgedDescriptor, declaration);
      }
    }
    return bridged;
  }

  /** No lambda: linking the first one costs 20 ms, and this is on the way to the main class. */
  private final class SkippedMethods implements ClassWeaver.Skipped {

    private final String className;

    SkippedMethods(String className) {
      this.className = className;
    }

    @Override
    public void skipped(String method, String reason) {
      Weaver.this.skipped(className, method, reason);
    }
  }

  private void skipped(String className, String method, String reason) {
    String what = className + "#" + method;
    if (inventory.skipped(what, reason)) {
      Log.warn(what + " is not measured: " + reason);
    }
  }
}
