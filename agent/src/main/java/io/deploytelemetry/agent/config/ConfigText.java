package io.deploytelemetry.agent.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stood in the configuration file when it was read, or why it could not be read. Immutable.
 */
final class ConfigText {

  /** No file. */
  static final ConfigText NONE = new ConfigText("", new byte[0], null);

  /** Nobody writes a configuration of this size. */
  private static final int MOST_BYTES = 1 << 20;

  private final String name;
  private final byte[] content;
  private final @Nullable String problem;

  private ConfigText(String name, byte[] content, @Nullable String problem) {
    this.name = name;
    this.content = content;
    this.problem = problem;
  }

  /** Reads a file. */
  static ConfigText read(File file) {
    if (file.exists() && !file.isFile()) {
      return unreadable(file, "it is no file"); // but a pipe, say, which would never end
    }
    try (InputStream in = new FileInputStream(file)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        if (out.size() > MOST_BYTES) {
          return unreadable(file, "it is larger than 1 MiB");
        }
      }
      return new ConfigText(file.getName(), out.toByteArray(), null);
    } catch (IOException failure) {
      return unreadable(file, failure.toString());
    }
  }

  private static ConfigText unreadable(File file, String reason) {
    return new ConfigText(
        file.getName(),
        new byte[0],
        "the configuration file "
            + file
            + " cannot be read and is ignored ("
            + reason
            + "). Name it by an absolute path that this process may read");
  }

  /** The name of the file, without its folder. */
  String name() {
    return name;
  }

  /** Why it could not be read; {@code null} if it was. */
  @Nullable String problem() {
    return problem;
  }

  boolean isEmpty() {
    return content.length == 0;
  }

  Reader open() {
    return new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8);
  }

  /** Whether it was the same at another time. */
  boolean isSame(ConfigText other) {
    return Arrays.equals(content, other.content) && Objects.equals(problem, other.problem);
  }
}
