package io.deploytelemetry.agent.start;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Defines the bridge in {@code java.lang}, the one package that every loader of every container
 * delegates. From Java 9 on the package is opened for that, to the module of this class's own
 * loader and nobody else: the application finds it as closed as before. Java 8 has no such door,
 * and a method for the purpose.
 *
 * <p>Appending a jar to the bootstrap class path would do too, and would switch off class-data
 * sharing for the whole application.
 */
final class Bridge {

  private static final String[] CLASSES = {"java/lang/TelemetryProbe", "java/lang/TelemetryBridge"};

  private Bridge() {}

  static void define(Instrumentation instrumentation)
      throws ReflectiveOperationException, IOException {
    if (System.getProperty("java.specification.version", "").startsWith("1.")) {
      defineOnJava8();
    } else {
      openJavaLang(instrumentation);
      defineInJavaLang();
    }
  }

  private static void openJavaLang(Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Class<?> moduleType = Class.forName("java.lang.Module");
    Object javaBase = Class.class.getMethod("getModule").invoke(Object.class);
    Object ours = Class.class.getMethod("getModule").invoke(Bridge.class);
    Map<String, Set<Object>> opens =
        Collections.singletonMap("java.lang", Collections.singleton(ours));
    Instrumentation.class
        .getMethod(
            "redefineModule", moduleType, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            javaBase,
            Collections.emptySet(),
            Collections.emptyMap(),
            opens,
            Collections.emptySet(),
            Collections.emptyMap());
  }

  private static void defineInJavaLang() throws ReflectiveOperationException, IOException {
    Object lookup =
        MethodHandles.class
            .getMethod("privateLookupIn", Class.class, MethodHandles.Lookup.class)
            .invoke(null, Object.class, MethodHandles.lookup());
    for (String name : CLASSES) {
      MethodHandles.Lookup.class
          .getMethod("defineClass", byte[].class)
          .invoke(lookup, (Object) classFile(name));
    }
  }

  private static void defineOnJava8() throws ReflectiveOperationException, IOException {
    Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
    Field theUnsafe = unsafeType.getDeclaredField("theUnsafe");
    theUnsafe.setAccessible(true);
    Object unsafe = theUnsafe.get(null);
    for (String name : CLASSES) {
      byte[] bytes = classFile(name);
      unsafeType
          .getMethod(
              "defineClass",
              String.class,
              byte[].class,
              int.class,
              int.class,
              ClassLoader.class,
              ProtectionDomain.class)
          .invoke(unsafe, name, bytes, 0, bytes.length, null, null);
    }
  }

  private static byte[] classFile(String name) throws IOException {
    ClassLoader loader = Bridge.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new IOException(name + " is missing in the agent's jar; build or download it anew");
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        out.write(next);
      }
      return out.toByteArray();
    }
  }
}
