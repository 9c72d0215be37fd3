package io.deploytelemetry.agent.start;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;

/**
 * Defines the bridge in {@code java.lang}, the one package that every loader of every container
 * delegates. Appending a jar to the bootstrap class path would do too, and would switch off
 * class-data sharing for the whole application.
 */
final class Bridge {

  private static final String[] NAMES = {
    "java/lang/TelemetryCall", "java/lang/TelemetryProbe", "java/lang/TelemetryBridge"
  };

  private static final String JAVA_9 = "io.deploytelemetry.agent.start.Java9BridgeDefiner";

  private Bridge() {}

  static void define(Instrumentation instrumentation)
      throws ReflectiveOperationException, IOException {
    byte[][] classFiles = new byte[NAMES.length][];
    for (int i = 0; i < NAMES.length; i++) {
      classFiles[i] = classFile(NAMES[i]);
    }
    definer().define(instrumentation, NAMES, classFiles);
  }

  private static BridgeDefiner definer() throws ReflectiveOperationException {
    if (System.getProperty("java.specification.version", "").startsWith("1.")) {
      return new Java8BridgeDefiner();
    }
    return Class.forName(JAVA_9)
        .asSubclass(BridgeDefiner.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  private static byte[] classFile(String name) throws IOException {
    ClassLoader loader = Bridge.class.getClassLoader();
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
