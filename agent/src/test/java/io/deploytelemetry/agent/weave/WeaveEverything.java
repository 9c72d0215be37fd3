package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Schedule;
import io.deploytelemetry.agent.model.Specs;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Weaves every method that has code, as if it were annotated: with a probe that judges the result,
 * and every third one with another whose outcome is fixed.
 *
 * <p>Threads: any that loads a class; what is counted is counted under the lock of this object.
 */
final class WeaveEverything implements ClassFileTransformer {

  private static final ProbeSpec JUDGED = Specs.plain(OperationKind.DEPLOYMENT, "any", null);
  private static final ProbeSpec FIXED = Specs.plain(OperationKind.ROLLBACK, "any", Outcome.SKIP);
  private static final ProbeSpec RUN =
      Specs.plain(OperationKind.HEALTH_CHECK, "any", null)
          .withSchedule(new Schedule(30_000, Schedule.TIMEOUT_MILLIS, 0));
  private static final ProbePlan JUDGED_PLAN = new ProbePlan(JUDGED, 0, null, List.of(), List.of());
  private static final ProbePlan FIXED_PLAN = new ProbePlan(FIXED, 0, null, List.of(), List.of());

  private final int[] slots;
  private final Map<String, Integer> leftAlone = new TreeMap<>();
  private final Map<String, String> failed = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private long classes;
  private long methods;
  private long nanos;

  /** Makes a transformer; {@code slots} are those of the probes to use in turn. */
  WeaveEverything(int[] slots) {
    this.slots = slots;
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (className == null || isOwn(loader, className)) {
      return null;
    }
    return weave(className, bytes);
  }

  private static boolean isOwn(ClassLoader loader, String className) {
    return (loader == null || loader == ClassLoader.getSystemClassLoader())
        && (className.startsWith("io/deploytelemetry/agent/")
            || className.startsWith("net/bytebuddy/jar/asm/"));
  }

  byte[] weave(String className, byte[] bytes) {
    Map<String, Integer> reasons = new HashMap<>();
    long start = System.nanoTime();
    byte[] woven = null;
    int wovenMethods = 0;
    String failure = null;
    try {
      Map<String, List<ProbePlan>> plans = plans(bytes, reasons);
      ClassWeaver weaver =
          new ClassWeaver(
              bytes,
              plans,
              new BridgeSlots(spec -> slots[spec == FIXED ? 0 : bytes.length % slots.length]),
              (method, reason) -> reasons.merge(reason, 1, Integer::sum));
      woven = weaver.weave();
      wovenMethods =
          woven == null
              ? 0
              : (int) weaver.woven().stream().filter(plan -> plan.spec() != FIXED).count();
    } catch (Throwable thrown) {
      failure = "could not be woven: " + thrown;
    }
    long took = System.nanoTime() - start;
    synchronized (this) {
      if (seen.add(className)) {
        classes++;
        methods += wovenMethods;
        nanos += took;
        reasons.forEach((reason, count) -> leftAlone.merge(reason, count, Integer::sum));
      }
      if (failure != null) {
        failed.put(className, failure);
      }
    }
    return woven;
  }

  /**
   * Three shapes in turn: a probe, of a check that the agent runs, so that instances are handed
   * over; two probes, one of a fixed outcome; and a probe with values, read at the entry, at the
   * exit and when the method fails, beside a plain one.
   */
  private static Map<String, List<ProbePlan>> plans(byte[] bytes, Map<String, Integer> reasons) {
    Map<String, List<ProbePlan>> plans = new HashMap<>();
    ClassReader reader = ClassWeaver.reader(bytes);
    int number = 0;
    for (DeclaredClass.Method method : DeclaredClass.read(reader, AnnotationKinds.OWN).methods()) {
      String obstacle = Weavability.obstacle(method);
      if (obstacle != null) {
        reasons.merge(obstacle, 1, Integer::sum);
      } else if (number++ % 3 == 0) {
        plans.put(
            method.key(), List.of(new ProbePlan(RUN, method.access, null, List.of(), List.of())));
      } else if (number % 3 == 1) {
        plans.put(method.key(), List.of(JUDGED_PLAN, FIXED_PLAN));
      } else if (isUsedToBox(reader.getClassName())) {
        plans.put(method.key(), List.of(JUDGED_PLAN));
      } else {
        plans.put(method.key(), List.of(withValues(reader.getClassName(), method), FIXED_PLAN));
      }
    }
    return plans;
  }

  /** What reads a primitive value boxes it, and would call itself without end. */
  private static boolean isUsedToBox(String className) {
    return className.startsWith("java/lang/") && className.indexOf('/', 10) < 0;
  }

  private static ProbePlan withValues(String className, DeclaredClass.Method method) {
    List<CompiledPath> arguments = new ArrayList<>();
    if (!method.is(Opcodes.ACC_STATIC)) {
      arguments.add(path(CompiledPath.THIS, Type.getObjectType(className)));
    }
    Type[] types = Type.getArgumentTypes(method.descriptor);
    for (int i = 0; i < types.length; i++) {
      arguments.add(path(i, types[i]));
    }
    List<CompiledPath> all = new ArrayList<>(arguments);
    Type result = Type.getReturnType(method.descriptor);
    if (result.getSort() != Type.VOID) {
      all.add(path(CompiledPath.RESULT, result));
    }
    Map<String, String> events = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      String name = String.format("%03d", i);
      events.put(ExitValues.EVENT + name, "{" + name + "}");
    }
    String[] labels = {"", "", "", ""};
    ProbeSpec spec = Specs.of(OperationKind.DEPLOYMENT, "any", "any", null, events, labels);
    return new ProbePlan(spec, method.access, method.suspend, arguments, all);
  }

  /** To the class of an object, which every object has; a primitive as it is. */
  private static CompiledPath path(int root, Type type) {
    if (type.getSort() != Type.OBJECT) {
      return new CompiledPath(root, type, List.of());
    }
    return new CompiledPath(
        root,
        type,
        List.of(
            new CompiledPath.Step(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/Object",
                "getClass",
                "()Ljava/lang/Class;",
                false)));
  }

  synchronized boolean hasSeen(String className) {
    return seen.contains(className);
  }

  /** Classes that the weaver itself failed on: internal name to what happened. */
  synchronized Map<String, String> failed() {
    return new TreeMap<>(failed);
  }

  /** Methods that were not woven, by reason. */
  synchronized Map<String, Integer> leftAlone() {
    return new TreeMap<>(leftAlone);
  }

  synchronized long classes() {
    return classes;
  }

  synchronized long methods() {
    return methods;
  }

  synchronized long nanos() {
    return nanos;
  }
}
