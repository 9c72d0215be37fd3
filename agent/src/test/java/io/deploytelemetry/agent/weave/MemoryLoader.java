package io.deploytelemetry.agent.weave;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;

/** Defines class files that are in memory; the JVM verifies them. */
final class MemoryLoader extends ClassLoader {

  private final Map<String, byte[]> classes;

  /** Makes a loader; {@code classes} may change until they are loaded. */
  MemoryLoader(Map<String, byte[]> classes) {
    super(MemoryLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public InputStream getResourceAsStream(String path) {
    byte[] bytes = classes.get(path.replaceFirst("\\.class$", "").replace('/', '.'));
    return bytes == null ? super.getResourceAsStream(path) : new ByteArrayInputStream(bytes);
  }
}
