package io.deploytelemetry.agent.start;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;

/** Java 8 has a method for the purpose, in a class that {@code --release 8} does not show. */
final class Java8BridgeDefiner implements BridgeDefiner {

  @Override
  public void define(Instrumentation instrumentation, String[] names, byte[][] classFiles)
      throws ReflectiveOperationException {
    Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
    Field theUnsafe = unsafeType.getDeclaredField("theUnsafe");
    theUnsafe.setAccessible(true);
    Method defineClass =
        unsafeType.getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class);
    for (int i = 0; i < names.length; i++) {
      defineClass.invoke(
          theUnsafe.get(null), names[i], classFiles[i], 0, classFiles[i].length, null, null);
    }
  }
}
