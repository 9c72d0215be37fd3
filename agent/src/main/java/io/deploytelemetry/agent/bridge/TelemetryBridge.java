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
@SuppressWarnings("StaticAssignmentOfThrowable") // to be told, never to be thrown
public final class TelemetryBridge {

  private static volatile TelemetryProbe[] probes = new TelemetryProbe[0];

  /**
   * Not atomic, since no handler may call anything: two failures at an instant may count as one.
   */
  private static long errors;

  /** Why a probe has failed, until somebody has been told. */
  private static volatile @Nullable Throwable last;

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

  /** Why a probe has failed lately; {@code null} if none has, or it has been taken already. */
  public static @Nullable Throwable takeFailure() {
    Throwable taken = last;
    last = null;
    return taken;
  }

  /** A probe has failed outside of the methods here. */
  public static void failed(Throwable failure) {
    errors++;
    last = failure;
  }

  /** An instance has been constructed on which a check can run. */
  public static void constructed(Object instance, int slot) {
    try {
      probes[slot].constructed(instance);
    } catch (Throwable failure) {
      errors++;
      last = failure;
    }
  }

  /** A check is called on an instance. */
  public static void called(Object instance, int slot) {
    try {
      probes[slot].called(instance);
    } catch (Throwable failure) {
      errors++;
      last = failure;
    }
  }

  /** Begins a call; the result goes, unread, to the method that ends it. */
  public static @Nullable Object enter(int slot) {
    try {
      return probes[slot].enter();
    } catch (Throwable failure) {
      errors++;
      last = failure;
      return null;
    }
  }

  /**
   * Takes the next value of a call that is about to begin; the result goes to the next step, in the
   * end to {@link #enter(Object, int)}.
   */
  public static @Nullable Object step(@Nullable Object value, @Nullable Object at, int slot) {
    try {
      return probes[slot].step(value, at);
    } catch (Throwable failure) {
      errors++;
      last = failure;
      return null;
    }
  }

  /** Begins a call whose values have been taken. */
  public static @Nullable Object enter(@Nullable Object at, int slot) {
    if (at == null) {
      return null;
    }
    try {
      return probes[slot].enter(at);
    } catch (Throwable failure) {
      errors++;
      last = failure;
      return null;
    }
  }

  /**
   * Begins a call of a suspend function.
   *
   * @param at where the values have led; {@code null} where there are none
   * @param completion what goes on when the function has come to its value
   */
  public static @Nullable Object enterSuspend(
      @Nullable Object at, @Nullable Object completion, int slot) {
    try {
      return probes[slot].enterSuspend(at, completion);
    } catch (Throwable failure) {
      errors++;
      last = failure;
      return null;
    }
  }

  /** What a suspend function is to go on with, so that its call gets to know; else as it was. */
  public static @Nullable Object completion(
      @Nullable Object call, @Nullable Object completion, int slot) {
    if (call != null) {
      try {
        return probes[slot].completion(call, completion);
      } catch (Throwable failure) {
        errors++;
        last = failure;
      }
    }
    return completion;
  }

  /**
   * Stands in for a value that could not be read.
   *
   * @return {@code null}
   * @throws VirtualMachineError if that is the failure, and not just a stack that was exhausted on
   *     the way to the value: it is the application's to deal with
   */
  public static @Nullable Object unread(Throwable failure, int value, int slot) {
    if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
      throw (VirtualMachineError) failure;
    }
    try {
      probes[slot].unread(failure, value);
    } catch (Throwable another) {
      errors++;
      last = another;
    }
    return null;
  }

  /** Ends a call whose result does not matter, or that has none. */
  public static void exit(@Nullable Object call, int slot) {
    if (call != null) {
      try {
        probes[slot].exit(call);
      } catch (Throwable failure) {
        errors++;
        last = failure;
        if (call instanceof TelemetryCall) {
          ((TelemetryCall) call).standsFor.isAbandoned = true;
        }
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
        last = failure;
        if (call instanceof TelemetryCall) {
          ((TelemetryCall) call).standsFor.isAbandoned = true;
        }
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
        last = failure;
        if (call instanceof TelemetryCall) {
          ((TelemetryCall) call).standsFor.isAbandoned = true;
        }
      }
    }
  }

  /** Ends a call at whose end values were read. */
  public static void exit(
      @Nullable Object result, @Nullable Object[] values, @Nullable Object call, int slot) {
    if (call != null) {
      try {
        probes[slot].exit(result, values, call);
      } catch (Throwable failure) {
        errors++;
        last = failure;
        if (call instanceof TelemetryCall) {
          ((TelemetryCall) call).standsFor.isAbandoned = true;
        }
      }
    }
  }

  /**
   * Takes what a method returned whose calls begin later, when somebody subscribes to that.
   *
   * @return what it is to return instead, which is of the type that it declares
   */
  public static @Nullable Object follow(
      @Nullable Object result,
      @Nullable Object @Nullable [] values,
      @Nullable Object call,
      int slot) {
    if (call != null) {
      try {
        return probes[slot].follow(result, values, call);
      } catch (Throwable failure) {
        errors++;
        last = failure;
      }
    }
    return result;
  }

  /** Ends a call that threw, and at whose end values were read. */
  public static void fail(
      Throwable thrown, @Nullable Object[] values, @Nullable Object call, int slot) {
    if (call != null) {
      try {
        probes[slot].fail(thrown, values, call);
      } catch (Throwable failure) {
        errors++;
        last = failure;
        if (call instanceof TelemetryCall) {
          ((TelemetryCall) call).standsFor.isAbandoned = true;
        }
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
        last = failure;
        if (call instanceof TelemetryCall) {
          ((TelemetryCall) call).standsFor.isAbandoned = true;
        }
      }
    }
  }
}
