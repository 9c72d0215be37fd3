package io.deploytelemetry.agent.loader;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.security.ProtectionDomain;
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

  /** Everything that a start needs, in one entry: one by one, its classes take 15 ms to read. */
  private static final String PACK = FOLDER + "agent.pack";

  /** Not in the pack, whose index is of hashes: a name that is not meant may have one of them. */
  private static final String PROMETHEUS = "io/prometheus/";

  /** What a security manager's policy grants to the jar, it grants to all that is in it. */
  private static final ProtectionDomain DOMAIN = AgentLoader.class.getProtectionDomain();

  private final ZipFile jar;
  private final byte[] pack;

  /**
   * Opens the agent's jar.
   *
   * @throws IOException if it cannot be opened
   */
  public AgentLoader(File jar) throws IOException {
    super(platformLoader());
    this.jar = new JarFile(jar, false);
    ZipEntry entry = this.jar.getEntry(PACK);
    if (entry == null) {
      throw new IOException(jar + " is not whole: it has no " + PACK);
    }
    this.pack = read(entry);
  }

  /**
   * From Java 24 on the JVM warns on standard error of who uses {@code sun.misc.Unsafe}. protobuf
   * does, and does without where it is missing.
   */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals("sun.misc.Unsafe") && getParent() != null) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String internalName = name.replace('.', '/');
    int packed = indexInPack(internalName);
    if (packed >= 0) {
      return define(name, pack, offset(packed), length(packed));
    }
    try {
      ZipEntry entry = jar.getEntry(FOLDER + internalName + SUFFIX);
      if (entry != null) {
        byte[] bytes = read(entry);
        return define(name, bytes, 0, bytes.length);
      }
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
    throw new ClassNotFoundException(name);
  }

  /**
   * Defines a class, unless that has happened meanwhile: while the JVM shows a class to the agents
   * before ours, Datadog's loads it to see what it is.
   */
  private Class<?> define(String name, byte[] bytes, int offset, int length) {
    try {
      return defineClass(name, bytes, offset, length, DOMAIN);
    } catch (LinkageError failure) {
      Class<?> defined = findLoadedClass(name);
      if (defined == null) {
        throw failure;
      }
      return defined;
    }
  }

  /** A class file of the pack, or a file beside it; nothing else is a resource here. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    int end = name.lastIndexOf(".class");
    if (end < 0) {
      return file(name);
    }
    int packed = indexInPack(name.substring(0, end));
    return packed < 0 ? null : new ByteArrayInputStream(pack, offset(packed), length(packed));
  }

  private @Nullable InputStream file(String name) {
    try {
      ZipEntry entry = jar.getEntry(FOLDER + name);
      return entry == null ? null : new ByteArrayInputStream(read(entry));
    } catch (IOException unreadable) {
      return null;
    }
  }

  /** The place of a class in the pack, whose hashes ascend; negative if it is not there. */
  private int indexInPack(String internalName) {
    int hash = internalName.hashCode();
    int low = 0;
    int high = intAt(0) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = intAt(4 + 12 * middle);
      if (found == hash) {
        return internalName.startsWith(PROMETHEUS) ? -1 : middle;
      } else if (found < hash) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private int offset(int index) {
    return intAt(4 + 12 * index + 4);
  }

  private int length(int index) {
    return intAt(4 + 12 * index + 8);
  }

  private int intAt(int at) {
    return (pack[at] & 0xFF) << 24
        | (pack[at + 1] & 0xFF) << 16
        | (pack[at + 2] & 0xFF) << 8
        | (pack[at + 3] & 0xFF);
  }

  private byte[] read(ZipEntry entry) throws IOException {
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
   * The platform loader, which has the parts of the JDK that the bootstrap loader has not, such as
   * {@code java.sql}: the topmost one that has a name; Java 8 has none, and needs none. Asked for
   * by reflection it would cost 12 ms, because the method that tells it is caller-sensitive.
   */
  private static @Nullable ClassLoader platformLoader() {
    ClassLoader top = ClassLoader.getSystemClassLoader();
    while (top.getParent() != null) {
      top = top.getParent();
    }
    return top.getClass().getName().startsWith("jdk.internal.loader.") ? top : null;
  }
}
