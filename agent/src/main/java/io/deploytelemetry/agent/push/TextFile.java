package io.deploytelemetry.agent.push;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.metrics.Pushes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the metrics of a short run in a file for the node exporter. The counts of earlier runs are
 * in it already; those of this one are added, so that they are counters like any other. Runs that
 * end at the same time wait for each other, and a reader sees the old file or the new one.
 */
public final class TextFile {

  /** The value of the label {@code sink}. */
  private static final String SINK = "textfile";

  private static final long MOST_MILLIS = 2_000;
  private static final long RETRY_MILLIS = 20;

  private final Path file;
  private final Metrics metrics;

  /** Makes a file; the metrics will tell in {@code pushes} that they are in it. */
  public TextFile(Path file, Metrics metrics, Pushes pushes) {
    this.file = file.toAbsolutePath();
    this.metrics = metrics;
    pushes.known(SINK, file.toString());
  }

  /** Writes the file; if that fails, one line says so, and the old file stays. */
  public void write() {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (lock == null) {
        throw new IOException(lockFile + " is held by another process");
      }
      replace();
    } catch (IOException | RuntimeException failure) {
      Log.error(
          "the metrics of this run are lost: "
              + file
              + " cannot be written ("
              + failure
              + "). push.textfile must be a file in a directory that this process may write to");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable FileLock lock(FileChannel channel)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    while (true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null || System.nanoTime() - deadline > 0) {
          return lock;
        }
      } catch (OverlappingFileLockException sameProcess) {
        if (System.nanoTime() - deadline > 0) {
          return null;
        }
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private void replace() throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no file"); // a pipe, say, would hold up the exit
    }
    TextMetrics now = TextMetrics.parse(metrics.atEnd(SINK));
    if (Files.exists(file)) {
      continueFromFile(now);
    }
    Path written = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(written, now.toString().getBytes(StandardCharsets.UTF_8));
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A file that cannot be read is kept under another name, and counting begins anew. */
  private void continueFromFile(TextMetrics now) throws IOException {
    try {
      String earlier = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      now.continueFrom(TextMetrics.parse(earlier));
    } catch (IllegalArgumentException malformed) {
      Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      Log.warn(
          file
              + " is not what an earlier run has written ("
              + malformed.getMessage()
              + "); it is now "
              + aside.getFileName()
              + ", and counting begins anew");
    }
  }
}
