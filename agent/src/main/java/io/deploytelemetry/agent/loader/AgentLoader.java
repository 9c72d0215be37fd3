package io.deploytelemetry.agent.loader;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The loader of all the agent's classes but this one and the premain class. They are in the agent's
 * jar under a name that no other loader takes for a class file, so that neither the application nor
 * a scanner of its class path can find them; and they see the JDK and each other, so that they
 * cannot meet the application's copies of the same libraries.
 */
public final class AgentLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String FOLDER = "inst/";
  private static final String SUFFIX = ".classdata";

  private final ZipFile jar;

  /**
   * Opens the agent's jar.
   *
   * @throws IOException if it cannot be opened
   */
  public AgentLoader(File jar) throws IOException {
    super(platformLoader());
    this.jar = new JarFile(jar, false);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      byte[] bytes = read(name.replace('.', '/'));
      if (bytes != null) {
        return defineClass(name, bytes, 0, bytes.length);
      }
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
    throw new ClassNotFoundException(name);
  }

  /** A class file of the agent's; nothing else is a resource here. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (!name.endsWith(".class")) {
      return null;
    }
    try {
      byte[] bytes = read(name.substring(0, name.length() - ".class".length()));
      return bytes == null ? null : new ByteArrayInputStream(bytes);
    } catch (IOException unreadable) {
      return null; // as the contract of the method has it
    }
  }

  private byte @Nullable [] read(String internalName) throws IOException {
    ZipEntry entry = jar.getEntry(FOLDER + internalName + SUFFIX);
    if (entry == null) {
      return null;
    }
    byte[] bytes = new byte[(int) entry.getSize()];
    try (InputStream in = jar.getInputStream(entry)) {
      int read = 0;
      while (read < bytes.length) {
        int more = in.read(bytes, read, bytes.length - read);
        if (more < 0) {
          throw new IOException(jar.getName() + " is cut off at " + entry);
        }
        read += more;
      }
    }
    return bytes;
  }

  /**
   * The JDK's HTTP server lives in the platform loader, the topmost one that has a name; Java 8 has
   * none, and needs none. Asked for by reflection it would cost 12 ms, because the method that
   * tells it is caller-sensitive.
   */
  private static @Nullable ClassLoader platformLoader() {
    ClassLoader top = ClassLoader.getSystemClassLoader();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    return top.getClass().getName().startsWith("jdk.internal.loader.") ? top : null;
  }
}
