package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class files of types that must not be loaded. A type is looked for beside the class
 * that names it first: its jar is open already, and no code of the application runs, which matters
 * because a class loaded while another is being transformed reaches no transformer. Only then is
 * the loader asked.
 */
final class ClassFiles {

  private ClassFiles() {}

  /**
   * The class file of a type; {@code null} if it cannot be found, is none, or its loader fails. A
   * loader may throw anything, and what it hands out may be encrypted.
   *
   * @param name the type's internal name
   * @param loader the loader of a class that names the type
   * @param neighbour the protection domain of that class
   */
  static byte @Nullable [] read(
      String name, ClassLoader loader, @Nullable ProtectionDomain neighbour) {
    try {
      byte[] found = find(name, loader, neighbour);
      if (found == null || ClassOutline.readOrNull(found) != null) {
        return found;
      }
      Log.debug("the class file of " + name + " is none");
    } catch (Throwable unreadable) {
      Log.debug("the class file of " + name + " cannot be read: " + unreadable);
    }
    return null;
  }

  private static byte @Nullable [] find(
      String name, ClassLoader loader, @Nullable ProtectionDomain neighbour) throws IOException {
    String path = name + ".class";
    File origin = origin(neighbour);
    if (origin != null && origin.isDirectory()) {
      File file = new File(origin, path);
      if (file.isFile()) {
        try (InputStream in = new FileInputStream(file)) {
          return readAll(in);
        }
      }
    } else if (origin != null && origin.isFile()) {
      try (ZipFile jar = new JarFile(origin, false)) {
        ZipEntry entry = jar.getEntry(path);
        if (entry != null) {
          try (InputStream in = jar.getInputStream(entry)) {
            return readAll(in);
          }
        }
      }
    }
    try (InputStream in = loader.getResourceAsStream(path)) {
      return in == null ? null : readAll(in);
    }
  }

  private static @Nullable File origin(@Nullable ProtectionDomain domain) {
    CodeSource source = domain == null ? null : domain.getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null || !"file".equals(location.getProtocol())) {
      return null;
    }
    try {
      return new File(new URI(location.toString()));
    } catch (URISyntaxException | IllegalArgumentException unescaped) {
      return new File(location.getPath());
    }
  }

  private static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    byte[] buffer = new byte[4096];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
    }
    return out.toByteArray();
  }
}
