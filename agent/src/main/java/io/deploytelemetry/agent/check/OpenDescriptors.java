package io.deploytelemetry.agent.check;

import com.sun.management.UnixOperatingSystemMXBean;
import io.deploytelemetry.agent.health.OwnCheck;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** Whether the process can open files and sockets; where the system does not count them, it can. */
final class OpenDescriptors implements OwnCheck.Work {

  private final int mostPercent;

  OpenDescriptors(int mostPercent) {
    this.mostPercent = mostPercent;
  }

  @Override
  public void run() throws OwnCheck.FailedException {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof UnixOperatingSystemMXBean) {
      long open = ((UnixOperatingSystemMXBean) system).getOpenFileDescriptorCount();
      long most = ((UnixOperatingSystemMXBean) system).getMaxFileDescriptorCount();
      if (most > 0 && 100.0 * open / most > mostPercent) {
        throw new OwnCheck.FailedException(open + " of " + most + " descriptors are open");
      }
    }
  }
}
