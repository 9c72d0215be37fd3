package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.health.OwnCheck;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Whether threads wait for each other for ever. Threads that give up after a while, as with {@code
 * tryLock}, do not: what counts is found at three looks, waiting without an end.
 */
final class Deadlocks implements OwnCheck.Work {

  private static final int LOOKS = 3;
  private static final long PAUSE_MILLIS = 700;
  private static final int MOST_NAMED = 5;

  @Override
  public void run() throws OwnCheck.FailedException, InterruptedException {
    Map<Long, String> lasting = deadlocked();
    for (int look = 1; look < LOOKS && !lasting.isEmpty(); look++) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      lasting.keySet().retainAll(deadlocked().keySet());
    }
    if (!lasting.isEmpty()) {
      List<String> names = new ArrayList<>(lasting.values());
      throw new OwnCheck.FailedException(
          names.size()
              + " threads are deadlocked: "
              + String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size()))));
    }
  }

  /** The names of the threads, by their ids. */
  private static Map<Long, String> deadlocked() {
    Map<Long, String> names = new TreeMap<>();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] ids =
        threads.isSynchronizerUsageSupported()
            ? threads.findDeadlockedThreads()
            : threads.findMonitorDeadlockedThreads();
    if (ids != null) {
      for (ThreadInfo thread : threads.getThreadInfo(ids)) {
        if (thread != null && thread.getThreadState() != Thread.State.TIMED_WAITING) {
          names.put(thread.getThreadId(), thread.getThreadName());
        }
      }
    }
    return names;
  }
}
