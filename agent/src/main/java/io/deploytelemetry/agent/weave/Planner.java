package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.EditDistance;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.OperationKind;
import java.io.IOException;
import java.security.ProtectionDomain;
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
 * Which methods of a class are measured, and how: what annotations, supertypes and rules say of
 * them together. For one state of the settings; other settings have another planner.
 *
 * <p>Threads: any, while they load classes.
 */
final class Planner {

  private final Inventory inventory;
  private final SpecResolver resolver;
  private final Map<String, OperationKind> annotations;
  private final AnnotationKinds kinds;
  private final Rules rules;
  private final @Nullable Supertypes supertypes;

  private Planner(
      SpecResolver resolver,
      Map<String, OperationKind> annotations,
      AnnotationKinds kinds,
      Rules rules,
      @Nullable Supertypes supertypes,
      Inventory inventory) {
    this.resolver = resolver;
    this.annotations = annotations;
    this.kinds = kinds;
    this.rules = rules;
    this.supertypes = supertypes;
    this.inventory = inventory;
  }

  /** The planner of the settings at the start. */
  static Planner of(Settings settings, LabelNames names, Inventory inventory) {
    AnnotationKinds kinds = new AnnotationKinds(settings.annotations());
    Rules rules = new Rules(settings.rules());
    rules.register(inventory);
    return new Planner(
        new SpecResolver(settings, names, inventory),
        settings.annotations(),
        kinds,
        rules,
        settings.is(Option.INHERIT) ? new Supertypes(kinds) : null,
        inventory);
  }

  /** The planner of other settings; what this one knows of supertypes it goes on to know. */
  Planner with(Settings changed) {
    Rules changedRules = new Rules(changed.rules());
    if (annotations.equals(changed.annotations())) {
      return new Planner(resolver, annotations, kinds, changedRules, supertypes, inventory);
    }
    AnnotationKinds changedKinds = new AnnotationKinds(changed.annotations());
    return new Planner(
        resolver,
        changed.annotations(),
        changedKinds,
        changedRules,
        supertypes == null ? null : new Supertypes(changedKinds),
        inventory);
  }

  Rules rules() {
    return rules;
  }

  /** Whether the same annotations count under another planner. */
  boolean knowsAnnotationsOf(Planner other) {
    return annotations.equals(other.annotations);
  }

  boolean isInheriting() {
    return supertypes != null;
  }

  /** Forgets what supertypes declare: one of which it was not expected declares something. */
  void forgetSupertypes() {
    if (supertypes != null) {
      supertypes.forget();
    }
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

  /** How the methods of a class are measured, by their names and descriptors. */
  Map<String, List<ProbePlan>> plans(
      String internalName,
      ClassOutline outline,
      ClassLoader loader,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws IOException {
    ClassReader reader = ClassWeaver.reader(bytes);
    return plans(
        internalName.replace('/', '.'),
        reader,
        DeclaredClass.read(reader, kinds.in(outline, loader, domain)),
        inherited(outline, loader, domain),
        rules.of(internalName, outline, loader, domain),
        new ClassModels(loader, domain, bytes));
  }

  private Map<String, List<ProbePlan>> plans(
      String className,
      ClassReader reader,
      DeclaredClass declared,
      Map<String, Declaration> inherited,
      List<Rules.Compiled> ruled,
      ClassModels models)
      throws IOException {
    SkippedMethods skipped = new SkippedMethods(inventory, className);
    Map<String, Declaration> bridged = inheritedThroughBridges(declared, inherited);
    int[] matches = new int[ruled.size()];
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
      apply(ruled, matches, method);
      if (!method.declaration.isEmpty() && !isLeftToSubtypes(method)) {
        String obstacle = Weavability.obstacle(method);
        if (obstacle == null) {
          obstacle = obstacleToSuspension(method, reader, models);
        }
        if (obstacle == null) {
          plans.put(method.key(), resolver.plans(className, method, reader, models));
        } else {
          skipped.skipped(method.key(), obstacle);
        }
      }
    }
    for (int i = 0; i < matches.length; i++) {
      Rules.Compiled compiled = ruled.get(i);
      if (matches[i] > 0) {
        inventory.ruleMatched(compiled.rule.toString(), className, matches[i]);
      } else if (className.equals(compiled.pattern.exactClass())
          && !compiled.pattern.hasSubtypes()) {
        explain(compiled, className, declared);
      }
    }
    return plans;
  }

  /** Looks whether a method is a suspend function, and if so, why it cannot be measured. */
  private static @Nullable String obstacleToSuspension(
      DeclaredClass.Method method, ClassReader reader, ClassModels models) throws IOException {
    if (SuspendFunction.hasShape(method.descriptor)) {
      try {
        method.suspend = SuspendFunction.read(reader, method, models);
      } catch (UnweavableException unweavable) {
        return unweavable.reason();
      }
    }
    return null;
  }

  /** What is annotated and abstract is how a team declares what its subclasses do. */
  private boolean isLeftToSubtypes(DeclaredClass.Method method) {
    return supertypes != null && method.is(Opcodes.ACC_ABSTRACT) && !method.declaration.isRuled();
  }

  private static void apply(
      List<Rules.Compiled> ruled, int[] matches, DeclaredClass.Method method) {
    for (int i = 0; i < matches.length; i++) {
      Rules.Compiled compiled = ruled.get(i);
      if (compiled.pattern.matchesMethod(method.name, method.descriptor)) {
        method.declaration.rule(compiled.rule.kind(), compiled.rule.attributes());
        matches[i]++;
      }
    }
  }

  /** A rule that names this one class, and a method that it does not have, is a slip. */
  private void explain(Rules.Compiled compiled, String className, DeclaredClass declared) {
    Set<String> names = new TreeSet<>();
    for (DeclaredClass.Method method : declared.methods()) {
      if (!Weavability.isCompilersOwn(method) && !method.name.startsWith("<")) {
        names.add(method.name + parameters(method));
      }
    }
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

  private static String parameters(DeclaredClass.Method method) {
    StringBuilder list = new StringBuilder("(");
    for (Type type : method.parameters()) {
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
}
