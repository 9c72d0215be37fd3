package io.deploytelemetry.sample;

import io.deploytelemetry.annotations.Wait;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Keeps two deployers from working on the same environment: the second stands by and takes over
 * when the first ends, however it ends (the operating system drops the lock with the process).
 *
 * <p>It is held for as long as a deployer runs, not for each deployment: between two deployments
 * the nodes' ports and the history are in use too.
 */
final class EnvironmentLock implements AutoCloseable {

  private static final Duration RETRY = Duration.ofMillis(200);

  private final Path file;
  private final FileChannel channel;

  EnvironmentLock(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Waits for the lock; false if the lifetime is over first. */
  @Wait(
      reason = "lock",
      application = "${DEPLOY_APPLICATION:website}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local")
  boolean acquire(Lifetime lifetime, Console console) throws IOException, InterruptedException {
    if (tryLock()) {
      return true;
    }
    console.say("standing by: another deployer holds %s", file);
    while (!lifetime.isOverAfter(RETRY)) {
      if (tryLock()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean tryLock() throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held in this JVM
    }
  }
}
