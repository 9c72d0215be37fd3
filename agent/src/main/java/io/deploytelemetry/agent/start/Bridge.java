package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.adapt.OwnClassFile;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/**
 * Defines the bridge in {@code java.lang}, the one package that every loader of every container
 * delegates. Appending a jar to the bootstrap class path would do too, and would switch off
 * class-data sharing for the whole application.
 */
final class Bridge {

  private static final String[] NAMES = {
    "java/lang/TelemetryCall",
    "java/lang/TelemetrySubscription",
    "java/lang/TelemetryProbe",
    "java/lang/TelemetryBridge"
  };

  private static final String JAVA_9 = "io.deploytelemetry.agent.start.Java9BridgeDefiner";

  private Bridge() {}

  static void define(Instrumentation instrumentation)
      throws ReflectiveOperationException, IOException {
    byte[][] classFiles = new byte[NAMES.length][];
    for (int i = 0; i < NAMES.length; i++) {
      classFiles[i] = OwnClassFile.read(NAMES[i]);
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
}
