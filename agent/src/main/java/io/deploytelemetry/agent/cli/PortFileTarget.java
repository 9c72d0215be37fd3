package io.deploytelemetry.agent.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address in a file that the agent has written, see the option {@code port.file}. Immutable.
 */
final class PortFileTarget {

  private final String address;
  private final String scheme;
  private final String metricsPath;

  private PortFileTarget(String address, String scheme, String metricsPath) {
    this.address = address;
    this.scheme = scheme;
    this.metricsPath = metricsPath;
  }

  /** Reads a file; {@code null} if there is none, or none that the agent could have written. */
  static @Nullable PortFileTarget read(File file) {
    try {
      String text = new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
      List<?> groups = JsonReader.elements(JsonReader.read(text));
      Object group = groups.isEmpty() ? null : groups.get(0);
      List<?> targets = JsonReader.elements(JsonReader.member(group, "targets"));
      Object labels = JsonReader.member(group, "labels");
      String scheme = JsonReader.text(labels, "__scheme__");
      String path = JsonReader.text(labels, "__metrics_path__");
      return targets.isEmpty()
          ? null
          : new PortFileTarget(
              String.valueOf(targets.get(0)),
              scheme.isEmpty() ? "http" : scheme,
              path.isEmpty() ? "/metrics" : path);
    } catch (IOException | IllegalArgumentException unreadable) {
      return null;
    }
  }

  /** The URL without a path. */
  String base() {
    return scheme + "://" + address;
  }

  String metricsPath() {
    return metricsPath;
  }
}
