package io.deploytelemetry.agent.adapt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads class files of the agent that are defined elsewhere than in its own loader. */
public final class OwnClassFile {

  private OwnClassFile() {}

  /**
   * The bytes of a class file.
   *
   * @param name the internal name of the class
   * @throws IOException if the agent's jar has no such class
   */
  public static byte[] read(String name) throws IOException {
    ClassLoader loader = OwnClassFile.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new IOException(name + " is missing in the agent's jar; build or download it anew");
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      return out.toByteArray();
    }
  }
}
