package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.BridgeSlots;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.NoTargets;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Slots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The agent's weaver, with probes that keep the values which calls were given. */
final class ReadingWeaver implements Slots {

  /** Labels that the user has declared. */
  static final List<String> LABELS = List.of("l0", "l1", "l2", "l3", "l4", "l5", "l6");

  private final Map<ProbeSpec, ReadValues> read = new HashMap<>();
  private final Inventory inventory = new Inventory();
  private final Weaver weaver =
      new Weaver(
          Settings.read("log.level=off"),
          this,
          inventory,
          new LabelNames(LABELS),
          new NoTargets(),
          ClassLoader.getPlatformClassLoader(),
          name -> {});

  /** Classes in a loader, those woven that have something to measure. */
  ClassLoader weave(Map<String, byte[]> original) {
    Map<String, byte[]> classes = new HashMap<>(original);
    MemoryLoader loader = new MemoryLoader(classes);
    original.forEach(
        (name, bytes) -> {
          byte[] woven = weaver.transform(loader, name.replace('.', '/'), null, null, bytes);
          if (woven != null) {
            classes.put(name, woven);
          }
        });
    if (!inventory.skipped().isEmpty()) {
      throw new AssertionError(inventory.skipped());
    }
    return loader;
  }

  @Override
  public int reserve(ProbeSpec spec) {
    return BridgeSlots.add(read.computeIfAbsent(spec, ReadValues::new));
  }

  @Override
  public void open(ProbeSpec spec) {}

  @Override
  public void close(ProbeSpec spec) {}

  /** Forgets what calls have read. */
  void forget() {
    read.values().forEach(ReadValues::forget);
  }

  /** What is said of values that cannot be read. */
  Map<String, String> notes() {
    return inventory.notes();
  }

  /** What the last call of a method read. */
  ReadValues read(String method, OperationKind kind) {
    for (Map.Entry<ProbeSpec, ReadValues> each : read.entrySet()) {
      ProbeSpec spec = each.getKey();
      if (spec.method().equals(method) && spec.kind() == kind) {
        return each.getValue();
      }
    }
    throw new AssertionError(method + " has no probe, only " + read.keySet());
  }
}
