package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** An archive with folders of classes and with jars inside, as executable jars and wars are. */
public final class NestedJar {

  private final Manifest manifest = new Manifest();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** Makes an empty one with attributes of its manifest. */
  public NestedJar(Map<String, String> attributes) {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(manifest.getMainAttributes()::putValue);
  }

  /** Puts the files of a directory, or of a jar, into a folder, {@code ""} for the root. */
  public NestedJar unpacked(String folder, Path source) throws IOException {
    if (Files.isDirectory(source)) {
      addAll(folder, source);
    } else {
      try (FileSystem zip = FileSystems.newFileSystem(source)) {
        addAll(folder, zip.getPath("/"));
      }
    }
    return this;
  }

  /** Puts a jar into a folder. */
  public NestedJar jar(String folder, Path jar) throws IOException {
    entries.put(folder + jar.getFileName(), Files.readAllBytes(jar));
    return this;
  }

  /** Writes it. */
  public Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      Set<String> folders = new HashSet<>();
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        addFolders(jar, folders, entry.getKey());
        jar.putNextEntry(stored(entry.getKey(), entry.getValue()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return file;
  }

  private void addAll(String folder, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(file).toString();
        if (!name.equals("META-INF/MANIFEST.MF")) {
          entries.put(folder + name, Files.readAllBytes(file));
        }
      }
    }
  }

  /** Loaders that look into jars want folders to have entries. */
  private static void addFolders(JarOutputStream jar, Set<String> folders, String name)
      throws IOException {
    for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
      String folder = name.substring(0, at + 1);
      if (folders.add(folder) && !folder.equals("META-INF/")) {
        jar.putNextEntry(new ZipEntry(folder));
        jar.closeEntry();
      }
    }
  }

  /** Not compressed: the loader of executable jars reads nested ones in place. */
  private static ZipEntry stored(String name, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    return entry;
  }
}
