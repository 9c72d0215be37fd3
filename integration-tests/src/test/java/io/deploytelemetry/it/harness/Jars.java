package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Jars made by a test. */
public final class Jars {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private Jars() {}

  /**
   * Merges directories and jars into one jar, as a shading plugin does: of entries of the same name
   * the first wins, and their manifests are dropped for these attributes.
   */
  public static Path merge(Path jar, Map<String, String> attributes, List<Path> parts)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(manifest.getMainAttributes()::putValue);
    Set<String> names = new HashSet<>(Set.of(MANIFEST));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Path part : parts) {
        if (Files.isDirectory(part)) {
          add(part, out, names);
        } else {
          try (FileSystem zip = FileSystems.newFileSystem(part)) {
            add(zip.getPath("/"), out, names);
          }
        }
      }
    }
    return jar;
  }

  /** The annotations as a jar with the module name that the real one has. */
  public static Path annotations(Path directory) throws IOException {
    return merge(
        directory.resolve("annotations.jar"),
        Map.of("Automatic-Module-Name", "io.deploytelemetry.annotations"),
        List.of(Artifacts.annotations()));
  }

  private static void add(Path root, JarOutputStream out, Set<String> names) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(path).toString();
        if (names.add(name)) {
          out.putNextEntry(new ZipEntry(name));
          Files.copy(path, out);
          out.closeEntry();
        }
      }
    }
  }
}
