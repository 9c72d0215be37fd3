package io.deploytelemetry.agent.history;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * How busy the JVM is, by its management beans. Asked for one by one, they leave the platform's
 * MBean server and {@code java.util.logging} asleep (seen on 8, 11, 17, 21, 25 and 26).
 */
final class JvmLoad {

  private JvmLoad() {}

  static long threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /** The time spent in collections since the JVM's start. */
  static long gcMillis() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    return millis;
  }

  /** The processor time that the process has used; {@link Samples#UNKNOWN} where nobody tells. */
  static long cpuMillis() {
    java.lang.management.OperatingSystemMXBean system =
        ManagementFactory.getOperatingSystemMXBean();
    if (!(system instanceof com.sun.management.OperatingSystemMXBean)) {
      return Samples.UNKNOWN;
    }
    long nanos = ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
    return nanos < 0 ? Samples.UNKNOWN : nanos / 1_000_000;
  }
}
