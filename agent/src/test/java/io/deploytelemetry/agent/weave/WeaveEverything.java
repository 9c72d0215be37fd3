package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Weaves every method that has code, as if it were annotated: with a probe that judges the result,
 * and every third one with another whose outcome is fixed.
 *
 * <p>Threads: any that loads a class; what is counted is counted under the lock of this object.
 */
final class WeaveEverything implements ClassFileTransformer {

  private static final ProbeSpec JUDGED = spec(OperationKind.DEPLOYMENT, null);
  private static final ProbeSpec FIXED = spec(OperationKind.ROLLBACK, Outcome.SKIP);

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

  private static ProbeSpec spec(OperationKind kind, Outcome fixedOutcome) {
    return new ProbeSpec(
        kind, "any", "any", "()V", Collections.nCopies(kind.labels().size(), ""), fixedOutcome);
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
      Map<String, List<ProbeSpec>> specs = specs(bytes, reasons);
      ClassWeaver weaver =
          new ClassWeaver(
              bytes,
              specs,
              new BridgeSlots(spec -> slots[spec == JUDGED ? bytes.length % slots.length : 0]),
              (method, reason) -> reasons.merge(reason, 1, Integer::sum));
      woven = weaver.weave();
      wovenMethods =
          woven == null ? 0 : (int) weaver.woven().stream().filter(JUDGED::equals).count();
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

  private static Map<String, List<ProbeSpec>> specs(byte[] bytes, Map<String, Integer> reasons) {
    Map<String, List<ProbeSpec>> specs = new HashMap<>();
    int number = 0;
    for (DeclaredClass.Method method : DeclaredClass.read(ClassWeaver.reader(bytes)).methods()) {
      String obstacle = Weavability.obstacle(method);
      if (obstacle == null) {
        specs.put(method.key(), number++ % 3 == 2 ? List.of(JUDGED, FIXED) : List.of(JUDGED));
      } else {
        reasons.merge(obstacle, 1, Integer::sum);
      }
    }
    return specs;
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
