package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.health.OwnCheck;
import java.io.File;

/** Whether the disk of the working directory has room. */
final class DiskSpace implements OwnCheck.Work {

  private final int mostPercent;
  private final File directory = new File("").getAbsoluteFile();

  DiskSpace(int mostPercent) {
    this.mostPercent = mostPercent;
  }

  @Override
  public void run() throws OwnCheck.FailedException {
    long total = directory.getTotalSpace();
    long usable = directory.getUsableSpace();
    if (total > 0 && 100.0 * (total - usable) / total > mostPercent) {
      throw new OwnCheck.FailedException(
          "the disk of "
              + directory
              + " has "
              + (usable >> 20)
              + " of "
              + (total >> 20)
              + " MiB left");
    }
  }
}
