package io.deploytelemetry.agent.bridge;

import org.jspecify.annotations.Nullable;

/**
 * What woven code calls, and nothing else. It is written in this package and defined in {@code
 * java.lang}, the one package that every class loader of every container delegates, and so it uses
 * the types of {@code java.lang} alone.
 *
 * <p>No method here throws. A probe that fails costs the one call its measurement; the handlers
 * call nothing, because the stack may be exhausted.
 *
 * <p>Threads: {@link #put} is called under the lock of this class and publishes a new table by a
 * volatile write before the class that uses the slot is woven; calls read.
 */
public final class TelemetryBridge {

  private static volatile TelemetryProbe[] probes = new TelemetryProbe[0];

  /**
   * Not atomic, since no handler may call anything: two failures at an instant may count as one.
   */
  private static long errors;

  private TelemetryBridge() {}

  /** Puts a probe into a slot. */
  public static synchronized void put(int slot, TelemetryProbe probe) {
    TelemetryProbe[] old = probes;
    TelemetryProbe[] changed = new TelemetryProbe[Math.max(old.length, slot + 1)];
    System.arraycopy(old, 0, changed, 0, old.length);
    changed[slot] = probe;
    probes = changed;
  }

  /** How often a probe has failed. */
  public static long errors() {
    return errors;
  }

  /** Begins a call; the result goes, unread, to the method that ends it. */
  public static @Nullable Object enter(int slot) {
    try {
      return probes[slot].enter();
    } catch (Throwable failure) {
      errors++;
      return null;
    }
  }

  /** Ends a call whose result does not matter, or that has none. */
  public static void exit(@Nullable Object call, int slot) {
    if (call != null) {
      try {
        probes[slot].exit(call);
      } catch (Throwable failure) {
        errors++;
      }
    }
  }

  /** Ends a call that returned a reference. */
  public static void exit(@Nullable Object result, @Nullable Object call, int slot) {
    if (call != null) {
      try {
        probes[slot].exit(result, call);
      } catch (Throwable failure) {
        errors++;
      }
    }
  }

  /** Ends a call that returned a {@code boolean}. */
  public static void exit(boolean result, @Nullable Object call, int slot) {
    if (call != null) {
      try {
        probes[slot].exit(result, call);
      } catch (Throwable failure) {
        errors++;
      }
    }
  }

  /** Ends a call that threw; the woven code then throws the very same object again. */
  public static void fail(Throwable thrown, @Nullable Object call, int slot) {
    if (call != null) {
      try {
        probes[slot].fail(thrown, call);
      } catch (Throwable failure) {
        errors++;
      }
    }
  }
}
