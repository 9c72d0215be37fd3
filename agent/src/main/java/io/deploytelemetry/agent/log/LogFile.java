package io.deploytelemetry.agent.log;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file to which lines are appended. It is opened so that every write goes to its end, wherever
 * that is by then: what truncates it is not noticed. What renames or removes it is noticed when it
 * is looked after, and a new file is begun.
 *
 * <p>Threads: any writes; one looks after it. A stream that was replaced is closed one look later,
 * when whoever was about to write to it has done so.
 */
final class LogFile {

  private final String path;
  private volatile @Nullable FileOutputStream out;
  private @Nullable FileOutputStream replaced;

  /** Which file it is, where the file system can tell. */
  private @Nullable Object key;

  LogFile(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /**
   * Begins to append.
   *
   * @throws IOException if the file cannot be opened
   */
  void open() throws IOException {
    File file = new File(path);
    if (file.exists() && !file.isFile() && !path.startsWith("/dev/")) {
      throw new IOException("it is no file"); // a pipe, say, would be waited for without end
    }
    out = new FileOutputStream(path, true);
  }

  /** Appends a line; false if that failed. */
  boolean write(byte[] line) {
    FileOutputStream to = out;
    if (to == null) {
      return false;
    }
    try {
      to.write(line);
      return true;
    } catch (IOException full) {
      return false;
    }
  }

  /** Opens what could not be opened, and opens anew what was renamed or removed. */
  void tend() {
    close(replaced);
    replaced = null;
    try {
      Object found = out == null ? null : keyOfPath();
      if (out == null || (key != null && !key.equals(found))) {
        FileOutputStream old = out;
        open();
        replaced = old;
        found = keyOfPath();
      }
      key = found;
    } catch (IOException unavailable) {
      // lines go to standard error, or to the file under its new name, until this one can be opened
    }
  }

  /** What tells the file at the path from any other; {@code null} if it is gone or none can. */
  private @Nullable Object keyOfPath() throws IOException {
    try {
      return Files.readAttributes(Paths.get(path), BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException gone) {
      return null;
    } catch (InvalidPathException invalid) {
      throw new IOException(invalid);
    }
  }

  /** Ends; a line may be on its way until a moment before. */
  void close() {
    close(out);
    close(replaced);
  }

  private static void close(@Nullable FileOutputStream stream) {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException unflushed) {
        // nothing is buffered
      }
    }
  }
}
