package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.bridge.ValueBlindProbe;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Slots;
import io.deploytelemetry.agent.model.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Weaves classes, defines them in a loader of its own, and records what the bridge is told when
 * they run. The bridge is that of the tests, in its ordinary package.
 */
final class WovenClasses extends ClassLoader implements Slots {

  final List<String> events = new ArrayList<>();
  final Map<String, String> skipped = new LinkedHashMap<>();
  private final Map<String, byte[]> woven = new HashMap<>();
  private final Set<String> nests = new HashSet<>();

  WovenClasses() {
    super(WovenClasses.class.getClassLoader());
  }

  /** A plan of a deployment, for a method of that name, in which nothing is read. */
  static ProbePlan plan(String method, Outcome fixedOutcome) {
    return new ProbePlan(
        Specs.plain(OperationKind.DEPLOYMENT, method, fixedOutcome), 0, null, List.of(), List.of());
  }

  /** Every method of a class that has code, each with one plan of its name. */
  static Map<String, List<ProbePlan>> allMethods(byte[] bytes) {
    Map<String, List<ProbePlan>> specs = new HashMap<>();
    for (DeclaredClass.Method method :
        DeclaredClass.read(ClassWeaver.reader(bytes), AnnotationKinds.OWN).methods()) {
      if (Weavability.obstacle(method) == null && !method.is(Opcodes.ACC_SYNTHETIC)) {
        specs.put(method.key(), List.of(plan(method.name, null)));
      }
    }
    return specs;
  }

  /** Weaves all methods of a class and of those that are nested in it; returns the class. */
  Class<?> weave(Class<?> original) throws Exception {
    nests.add(original.getName());
    return loadClass(original.getName());
  }

  /** Weaves some methods of a class; returns it. */
  Class<?> weave(String name, byte[] bytes, Map<String, List<ProbePlan>> specs) throws Exception {
    woven.put(name, weaveOrLeave(bytes, specs));
    return loadClass(name);
  }

  private byte[] weaveOrLeave(byte[] bytes, Map<String, List<ProbePlan>> specs) {
    byte[] result = new ClassWeaver(bytes, specs, this, skipped::put).weave();
    return result == null ? bytes : result;
  }

  @Override
  public int reserve(ProbeSpec spec) {
    return BridgeSlots.add(new RecordingProbe(spec.method()));
  }

  @Override
  public void open(ProbeSpec spec) {}

  @Override
  public void close(ProbeSpec spec) {}

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      byte[] bytes = woven.get(name);
      if (bytes == null && (nests.contains(name) || nests.contains(name.split("\\$", 2)[0]))) {
        byte[] original = original(name);
        bytes = weaveOrLeave(original, allMethods(original));
        woven.put(name, bytes);
      }
      if (bytes == null || findLoadedClass(name) != null) {
        return super.loadClass(name, resolve);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  static byte[] bytes(Class<?> type) {
    return original(type.getName());
  }

  private static byte[] original(String name) {
    try (InputStream in =
        ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private final class RecordingProbe extends ValueBlindProbe {

    private final String method;

    RecordingProbe(String method) {
      this.method = method;
    }

    @Override
    public Object enter() {
      events.add(method + " entered");
      return this;
    }

    @Override
    public void exit(Object call) {
      ended(call, "returned");
    }

    @Override
    public void exit(Object result, Object call) {
      ended(call, "returned object " + result);
    }

    @Override
    public void exit(boolean result, Object call) {
      ended(call, "returned boolean " + result);
    }

    @Override
    public void fail(Throwable thrown, Object call) {
      ended(call, "threw " + thrown);
    }

    private void ended(Object call, String how) {
      events.add(method + " " + how + (call == this ? "" : " in a call of another probe"));
    }
  }
}
