package io.deploytelemetry.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says where on disk everything is; a temporary directory is removed when closed. */
final class StateDirectory implements AutoCloseable {

  private final Path directory;
  private final boolean temporary;

  private StateDirectory(Path directory, boolean temporary) {
    this.directory = directory;
    this.temporary = temporary;
  }

  /** Opens the directory, made where it is not there yet; null for a temporary one. */
  static StateDirectory open(Path wanted) throws UsageException, IOException {
    if (wanted == null) {
      return new StateDirectory(Files.createTempDirectory("deployer-"), true);
    }
    try {
      return new StateDirectory(Files.createDirectories(wanted).toRealPath(), false);
    } catch (IOException e) {
      throw new UsageException(
          String.format(
              "--state %s cannot be used as a directory (%s); choose another.", wanted, e));
    }
  }

  Path lock() {
    return directory.resolve("lock");
  }

  Path history() {
    return directory.resolve("history");
  }

  Path demo() {
    return directory.resolve("demo.git");
  }

  Path mirror() {
    return directory.resolve("mirror.git");
  }

  Path nodes() {
    return directory.resolve("nodes");
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      FileTree.delete(directory);
    }
  }
}
