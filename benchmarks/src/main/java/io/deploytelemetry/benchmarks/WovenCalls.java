package io.deploytelemetry.benchmarks;

import java.lang.reflect.Method;

/** Asks the agent's bridge whether this JVM has woven methods. */
final class WovenCalls {

  private WovenCalls() {}

  /** Whether there is an agent, it has a slot for a method, and no call of one has failed. */
  static boolean areCounted() {
    try {
      Class<?> bridge = Class.forName("java.lang.TelemetryBridge");
      Method enter = bridge.getMethod("enter", int.class);
      Object call = enter.invoke(null, 0);
      bridge.getMethod("exit", Object.class, int.class).invoke(null, call, 0);
      return call != null && (long) bridge.getMethod("errors").invoke(null) == 0;
    } catch (ReflectiveOperationException noAgent) {
      return false;
    }
  }
}
