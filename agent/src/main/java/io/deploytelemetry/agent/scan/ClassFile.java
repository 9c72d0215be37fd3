package io.deploytelemetry.agent.scan;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a class are: a file, or an entry of a jar. Immutable. */
final class ClassFile {

  private final @Nullable ZipFile jar;
  private final String path;

  private ClassFile(@Nullable ZipFile jar, String path) {
    this.jar = jar;
    this.path = path;
  }

  static ClassFile of(File file) {
    return new ClassFile(null, file.getPath());
  }

  static ClassFile of(ZipFile jar, ZipEntry entry) {
    return new ClassFile(jar, entry.getName());
  }

  /** The bytes. */
  byte[] read() throws IOException {
    if (jar == null) {
      return Files.readAllBytes(new File(path).toPath());
    }
    try (InputStream in = jar.getInputStream(jar.getEntry(path))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
      byte[] buffer = new byte[4096];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      return out.toByteArray();
    } catch (IOException broken) {
      throw new IOException(path + " in " + jar.getName() + " is broken: " + broken, broken);
    }
  }
}
