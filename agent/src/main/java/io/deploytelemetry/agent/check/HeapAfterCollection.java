package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.health.OwnCheck;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * Whether collecting garbage still makes room: how full the heap's pools were after the last
 * collection, each against the most that it can hold. A survivor space may well be full.
 */
final class HeapAfterCollection implements OwnCheck.Work {

  private final int mostPercent;

  HeapAfterCollection(int mostPercent) {
    this.mostPercent = mostPercent;
  }

  @Override
  public void run() throws OwnCheck.FailedException {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      boolean isForOldObjects =
          pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported();
      MemoryUsage after = isForOldObjects ? pool.getCollectionUsage() : null;
      if (after != null
          && after.getMax() > 0
          && 100.0 * after.getUsed() / after.getMax() > mostPercent) {
        throw new OwnCheck.FailedException(
            pool.getName()
                + " holds "
                + (after.getUsed() >> 20)
                + " of "
                + (after.getMax() >> 20)
                + " MiB after a collection");
      }
    }
  }
}
