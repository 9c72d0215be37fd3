package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** One loader over all jars of a corpus, beside the application's. It minds no signatures. */
final class CorpusLoader extends ClassLoader {

  private static final String SUFFIX = ".class";

  private final Map<String, JarFile> jarsByClass = new LinkedHashMap<>();

  CorpusLoader(List<Path> jars) throws IOException {
    super("corpus", ClassLoader.getPlatformClassLoader());
    for (Path path : jars) {
      JarFile jar = new JarFile(path.toFile(), false);
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(name -> !name.endsWith("module-info") && name.indexOf('.') < 0)
          .map(name -> name.replace('/', '.'))
          .forEach(name -> jarsByClass.putIfAbsent(name, jar));
    }
  }

  /** The names of the classes in the jars; what several jars hold counts once. */
  Set<String> names() {
    return Collections.unmodifiableSet(jarsByClass.keySet());
  }

  /** Whether the JDK has a class of that name, which then is the one that everybody sees. */
  boolean isOfTheJdk(String name) {
    return getParent().getResource(file(name)) != null;
  }

  byte[] bytes(String name) throws IOException {
    JarFile jar = jarsByClass.get(name);
    try (InputStream in = jar.getInputStream(jar.getEntry(file(name)))) {
      return in.readAllBytes();
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!jarsByClass.containsKey(name)) {
      throw new ClassNotFoundException(name);
    }
    try {
      byte[] bytes = bytes(name);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  private static String file(String name) {
    return name.replace('.', '/') + SUFFIX;
  }
}
