package io.deploytelemetry.agent.scan;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The class files of an application: directories, jars, and the jars within executable jars, wars
 * and ears, as one class path. Of classes of the same name the first counts, and of the entries for
 * several releases of Java the one that this JVM would take. Nested jars are copied to temporary
 * files, which go when the tree is closed.
 */
final class ClassTree implements Closeable {

  private static final List<String> ROOTS = Arrays.asList("BOOT-INF/classes/", "WEB-INF/classes/");

  /** Where the loaders of executable jars and of containers look for jars. */
  private static final List<String> LIBRARIES =
      Arrays.asList("BOOT-INF/lib/", "WEB-INF/lib/", "WEB-INF/lib-provided/");

  private static final String VERSIONS = "META-INF/versions/";

  private final Map<String, ClassFile> classes = new LinkedHashMap<>();
  private final List<JarFile> jars = new ArrayList<>();
  private final List<Path> copies = new ArrayList<>();
  private final Set<File> added = new HashSet<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();

  /** A class file for one release of Java and all later ones. */
  private static final class Versioned {

    final int release;
    final ClassFile file;

    Versioned(int release, ClassFile file) {
      this.release = release;
      this.file = file;
    }
  }

  /**
   * Adds a directory or an archive, and what the manifest of an archive names as its class path.
   *
   * @throws IOException if it cannot be read
   */
  void add(File element) throws IOException {
    if (!added.add(element.getCanonicalFile())) {
      return;
    }
    if (element.isDirectory()) {
      addDirectory(element.toPath());
      return;
    }
    JarFile jar = open(element);
    addArchive(jar, element.getName().endsWith(".ear"));
    String classPath = attribute(jar, Attributes.Name.CLASS_PATH);
    for (String relative : classPath == null ? new String[0] : classPath.trim().split(" +", -1)) {
      File named = new File(element.getAbsoluteFile().getParentFile(), relative);
      if (named.isDirectory() || (isArchive(relative) && named.isFile())) {
        add(named);
      }
    }
  }

  /** The internal names of all classes, in the order of the class path. */
  List<String> names() {
    return new ArrayList<>(classes.keySet());
  }

  /** The archives within others, or below directories, that cannot be read, and why. */
  Map<String, String> unreadable() {
    return unreadable;
  }

  /** The class file of a class; {@code null} if there is none. */
  @Nullable ClassFile get(String internalName) {
    return classes.get(internalName);
  }

  private void addDirectory(Path root) throws IOException {
    List<Path> archives = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String path = root.relativize(file).toString().replace(File.separatorChar, '/');
        String name = name(path);
        if (name != null && Files.isRegularFile(file)) {
          classes.putIfAbsent(name, ClassFile.of(file.toFile()));
        } else if (isArchive(path) && Files.isRegularFile(file)) {
          archives.add(file);
        }
      }
    } catch (UncheckedIOException unreadable) {
      throw new IOException("what is below " + root + " cannot be read: " + unreadable.getCause());
    }
    for (Path archive : archives) {
      try {
        add(archive.toFile());
      } catch (IOException broken) {
        leaveOut(root.relativize(archive).toString(), broken);
      }
    }
  }

  private void addArchive(JarFile jar, boolean isEar) throws IOException {
    int most =
        "true".equalsIgnoreCase(attribute(jar, new Attributes.Name("Multi-Release")))
            ? release()
            : 0;
    Map<String, Versioned> found = new LinkedHashMap<>();
    List<ZipEntry> nested = new ArrayList<>();
    for (ZipEntry entry : Collections.list(jar.entries())) {
      String path = entry.getName();
      if (isArchive(path) && (isEar || isLibrary(path))) {
        nested.add(entry);
      } else if (path.endsWith(".class")) {
        int release = releaseOf(path);
        String name =
            name(release > 0 ? path.substring(path.indexOf('/', VERSIONS.length()) + 1) : path);
        Versioned before = name == null ? null : found.get(name);
        if (name != null && release <= most && (before == null || before.release < release)) {
          found.put(name, new Versioned(release, ClassFile.of(jar, entry)));
        }
      }
    }
    for (Map.Entry<String, Versioned> each : found.entrySet()) {
      classes.putIfAbsent(each.getKey(), each.getValue().file);
    }
    for (ZipEntry entry : nested) {
      try {
        addArchive(open(copy(jar, entry)), false);
      } catch (IOException broken) {
        leaveOut(entry.getName(), broken);
      }
    }
  }

  /** One that an application carries about and never opens is no reason to say nothing of it. */
  private void leaveOut(String archive, IOException broken) {
    Throwable cause = broken.getCause() == null ? broken : broken.getCause();
    unreadable.put(archive, "it cannot be read as a jar (" + cause + ")");
  }

  private JarFile open(File file) throws IOException {
    try {
      JarFile jar = new JarFile(file, false);
      jars.add(jar);
      return jar;
    } catch (IOException broken) {
      throw new IOException(file + " cannot be read as a jar (" + broken + ")", broken);
    }
  }

  private File copy(JarFile jar, ZipEntry entry) throws IOException {
    Path copy = Files.createTempFile("telemetry-scan", ".jar");
    copies.add(copy);
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return copy.toFile();
  }

  private static @Nullable String attribute(JarFile jar, Attributes.Name name) throws IOException {
    Manifest manifest = jar.getManifest();
    return manifest == null ? null : manifest.getMainAttributes().getValue(name);
  }

  /** The internal name of the class at a path; {@code null} if there is none. */
  private static @Nullable String name(String path) {
    if (!path.endsWith(".class") || path.endsWith("module-info.class")) {
      return null;
    }
    String name = path.substring(0, path.length() - ".class".length());
    for (String root : ROOTS) {
      name = name.startsWith(root) ? name.substring(root.length()) : name;
    }
    return name.startsWith("META-INF/") ? null : name;
  }

  private static boolean isArchive(String path) {
    return path.endsWith(".jar") || path.endsWith(".war") || path.endsWith(".ear");
  }

  private static boolean isLibrary(String path) {
    for (String folder : LIBRARIES) {
      if (path.startsWith(folder)) {
        return true;
      }
    }
    return false;
  }

  /** The release of Java that an entry is for; 0 for all, too high for none. */
  private static int releaseOf(String path) {
    if (!path.startsWith(VERSIONS)) {
      return 0;
    }
    String release =
        path.substring(
            VERSIONS.length(), Math.max(VERSIONS.length(), path.indexOf('/', VERSIONS.length())));
    return release.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(release) : Integer.MAX_VALUE;
  }

  /** The release of this JVM; 8 knows of no others. */
  private static int release() {
    String version = System.getProperty("java.specification.version", "");
    return version.startsWith("1.") ? 0 : Integer.parseInt(version);
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
    for (Path copy : copies) {
      Files.deleteIfExists(copy);
    }
  }
}
