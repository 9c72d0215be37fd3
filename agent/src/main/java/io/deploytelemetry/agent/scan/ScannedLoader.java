package io.deploytelemetry.agent.scan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the loader of a scanned application: it has the class files of the application and the
 * JDK, and defines no class.
 */
final class ScannedLoader extends ClassLoader {

  private final ClassTree tree;

  ScannedLoader(ClassTree tree) {
    super(null);
    this.tree = tree;
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    int end = name.lastIndexOf(".class");
    ClassFile file = end < 0 ? null : tree.get(name.substring(0, end));
    try {
      return file == null
          ? ClassLoader.getSystemResourceAsStream(name)
          : new ByteArrayInputStream(file.read());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
