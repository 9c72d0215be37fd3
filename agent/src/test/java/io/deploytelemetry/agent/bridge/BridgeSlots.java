package io.deploytelemetry.agent.bridge;

import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Slots;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/** Slots of the bridge as a test wants them, each with a probe from the beginning. */
public final class BridgeSlots implements Slots {

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final ToIntFunction<ProbeSpec> slots;

  public BridgeSlots(ToIntFunction<ProbeSpec> slots) {
    this.slots = slots;
  }

  /** Puts a probe into the next slot; returns that. */
  public static int add(TelemetryProbe probe) {
    int slot = NEXT.getAndIncrement();
    TelemetryBridge.put(slot, probe);
    return slot;
  }

  @Override
  public int reserve(ProbeSpec spec) {
    return slots.applyAsInt(spec);
  }

  @Override
  public void open(ProbeSpec spec) {}

  @Override
  public void close(ProbeSpec spec) {}
}
