package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file that names the port, in the form that Prometheus reads with {@code file_sd_configs}. It
 * appears whole, and goes at the end of the JVM unless another process has written it since.
 */
final class PortFile {

  private final Path file;
  private final byte[] content;

  private PortFile(Path file, byte[] content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Writes the file; if that fails, one line says so.
   *
   * @param name its name, {@code ""} for none
   * @param target what Prometheus connects to, {@code host:port}
   * @param labels what else it must know, such as {@code __scheme__}
   */
  static @Nullable PortFile write(String name, String target, Map<String, String> labels) {
    if (name.isEmpty()) {
      return null;
    }
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("targets", Collections.singletonList(target));
    if (!labels.isEmpty()) {
      group.put("labels", labels);
    }
    String json = Json.of(Collections.singletonList(group)) + "\n";
    try {
      Path file = Paths.get(name).toAbsolutePath();
      PortFile written = new PortFile(file, json.getBytes(StandardCharsets.UTF_8));
      written.replace();
      return written;
    } catch (IOException | InvalidPathException unwritable) {
      Log.error(
          Option.PORT_FILE.key()
              + "="
              + name
              + " cannot be written ("
              + unwritable
              + "); name a file in a directory that this process may write to");
      return null;
    }
  }

  private void replace() throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(written, content);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Takes the file away. */
  void remove() {
    try {
      if (Arrays.equals(Files.readAllBytes(file), content)) {
        Files.delete(file);
      }
    } catch (IOException gone) {
      // it is not there, or not ours any more
    }
  }
}
