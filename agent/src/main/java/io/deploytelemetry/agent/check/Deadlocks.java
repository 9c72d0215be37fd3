package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.health.OwnCheck;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** Whether threads wait for each other for ever. */
final class Deadlocks implements OwnCheck.Work {

  private static final int MOST_NAMED = 5;

  @Override
  public void run() throws OwnCheck.FailedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] ids =
        threads.isSynchronizerUsageSupported()
            ? threads.findDeadlockedThreads()
            : threads.findMonitorDeadlockedThreads();
    if (ids == null) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (ThreadInfo thread : threads.getThreadInfo(ids)) {
      if (thread != null && names.size() < MOST_NAMED) {
        names.add(thread.getThreadName());
      }
    }
    throw new OwnCheck.FailedException(
        ids.length + " threads are deadlocked: " + String.join(", ", names));
  }
}
