package io.deploytelemetry.agent.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Reads files, and nothing else that a path may lead to: a pipe would be waited for without end.
 */
public final class RegularFile {

  private RegularFile() {}

  /** The content of a file; the message of an {@code IOException} says what is wrong with it. */
  public static byte[] read(String name) throws IOException {
    try {
      Path path = Paths.get(name);
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IOException("it is no file");
      }
      return Files.readAllBytes(path);
    } catch (InvalidPathException invalid) {
      throw new IOException(invalid);
    }
  }

  /** The one line of a file that holds a secret, which no message repeats. */
  public static String line(String name) throws IOException {
    String line = new String(read(name), StandardCharsets.UTF_8).trim();
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i))) {
        throw new IOException("it has more than one line");
      }
    }
    if (line.isEmpty()) {
      throw new IOException("it is empty");
    }
    return line;
  }
}
