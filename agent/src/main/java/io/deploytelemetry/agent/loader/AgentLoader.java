package io.deploytelemetry.agent.loader;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The loader of all the agent's classes but this one and the premain class. They are in packs of
 * the agent's jar, so that neither the application nor a scanner of its class path can find them;
 * and they see the JDK and each other, so that they cannot meet the application's copies of the
 * same libraries.
 *
 * <p>A pack is read when the first of its classes is needed. What a start needs is kept; the others
 * may be collected, and are then read again. The first pack begins with the index of all: a count,
 * and for each class two hashes of its internal name, the number of its pack, its offset and its
 * length, in the order of the first hash.
 */
public final class AgentLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** The packs in the order of their numbers. What every start needs is the first. */
  public static final List<String> PACKS =
      Collections.unmodifiableList(
          Arrays.asList("start", "agent", "tools", "yaml", "prometheus", "protobuf"));

  private static final String FOLDER = "inst/";
  private static final int NUMBERS = 5;

  /** What a security manager's policy grants to the jar, it grants to all that is in it. */
  private static final ProtectionDomain DOMAIN = AgentLoader.class.getProtectionDomain();

  private final ZipFile jar;
  private final byte[] start;
  private final AtomicReferenceArray<@Nullable SoftReference<byte[]>> others =
      new AtomicReferenceArray<>(PACKS.size());

  /**
   * Opens the agent's jar.
   *
   * @throws IOException if it cannot be opened
   */
  public AgentLoader(File jar) throws IOException {
    super(platformLoader());
    this.jar = new JarFile(jar, false);
    this.start = readPack(0);
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
    int index = index(name.replace('.', '/'));
    if (index < 0) {
      throw new ClassNotFoundException(name);
    }
    try {
      return define(name, pack(numberAt(index, 2)), numberAt(index, 3), numberAt(index, 4));
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
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

  /** A class file of a pack, or a file beside them; nothing else is a resource here. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    int end = name.lastIndexOf(".class");
    try {
      if (end < 0) {
        ZipEntry entry = jar.getEntry(FOLDER + name);
        return entry == null ? null : new ByteArrayInputStream(read(entry));
      }
      int index = index(name.substring(0, end));
      return index < 0
          ? null
          : new ByteArrayInputStream(
              pack(numberAt(index, 2)), numberAt(index, 3), numberAt(index, 4));
    } catch (IOException unreadable) {
      return null;
    }
  }

  /** The place of a class in the index; negative if it is not there. */
  private int index(String internalName) {
    int hash = internalName.hashCode();
    int low = 0;
    int high = intAt(0) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = numberAt(middle, 0);
      if (found == hash) {
        return numberAt(middle, 1) == secondHash(internalName) ? middle : -1;
      } else if (found < hash) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** A hash that two names do not share which share that of {@link String#hashCode}. */
  public static int secondHash(String internalName) {
    int hash = internalName.length();
    for (int i = internalName.length() - 1; i >= 0; i--) {
      hash = 37 * hash + internalName.charAt(i);
    }
    return hash;
  }

  private int numberAt(int index, int number) {
    return intAt(4 + 4 * (NUMBERS * index + number));
  }

  private int intAt(int at) {
    return (start[at] & 0xFF) << 24
        | (start[at + 1] & 0xFF) << 16
        | (start[at + 2] & 0xFF) << 8
        | (start[at + 3] & 0xFF);
  }

  private byte[] pack(int number) throws IOException {
    if (number == 0) {
      return start;
    }
    SoftReference<byte[]> kept = others.get(number);
    byte[] pack = kept == null ? null : kept.get();
    if (pack == null) {
      pack = readPack(number);
      others.set(number, new SoftReference<>(pack));
    }
    return pack;
  }

  private byte[] readPack(int number) throws IOException {
    String name = FOLDER + PACKS.get(number) + ".pack";
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      throw new IOException(jar.getName() + " is not whole: it has no " + name);
    }
    return read(entry);
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
