package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.log.Log;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reaches classes of the application and their methods, and neither loads nor initialises any.
 *
 * <p>Threads: the one that looks what is due, and those that run checks.
 */
final class ClassAccess {

  private static final String JAVA_9 = "io.deploytelemetry.agent.health.Java9ModuleOpener";

  private final Instrumentation instrumentation;

  private @Nullable BiConsumer<Instrumentation, Class<?>> opener;
  private @Nullable Object unsafe;
  private boolean isBlind;

  ClassAccess(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** The class of a name that a loader has defined; {@code null} if it has not. */
  @Nullable Class<?> find(String name, ClassLoader loader) {
    for (Class<?> type : instrumentation.getInitiatedClasses(loader)) {
      if (type.getName().equals(name) && type.getClassLoader() == loader) {
        return type;
      }
    }
    return null;
  }

  /**
   * Whether the static initialiser of a class has ended. To call one of its methods would run it,
   * on the wrong thread. The JDK tells it to its own classes only; where it does not, no static
   * method is run.
   */
  synchronized boolean isInitialized(Class<?> type) {
    if (isBlind) {
      return false;
    }
    try {
      Object made = unsafe;
      if (made == null) {
        made = unsafe();
        unsafe = made;
      }
      Method asked = made.getClass().getMethod("shouldBeInitialized", Class.class);
      return !Boolean.TRUE.equals(asked.invoke(made, type));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError closed) {
      isBlind = true;
      Log.failed(
          "this JVM does not tell which classes are initialised; no static check is run", closed);
      return false;
    }
  }

  private Object unsafe() throws ReflectiveOperationException {
    if (isJava8()) {
      Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
      field.setAccessible(true);
      return field.get(null);
    }
    Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
    open(type);
    return type.getMethod("getUnsafe").invoke(null);
  }

  /** A method without parameters, whoever may call it. */
  Method method(Class<?> type, String name, String descriptor) throws ReflectiveOperationException {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && method.getParameterCount() == 0
          && MethodType.methodType(method.getReturnType())
              .toMethodDescriptorString()
              .equals(descriptor)) {
        open(type);
        method.setAccessible(true);
        return method;
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name + descriptor);
  }

  @SuppressWarnings("unchecked")
  private synchronized void open(Class<?> type) throws ReflectiveOperationException {
    if (isJava8()) {
      return; // there are no modules
    }
    BiConsumer<Instrumentation, Class<?>> made = opener;
    if (made == null) {
      made =
          (BiConsumer<Instrumentation, Class<?>>)
              Class.forName(JAVA_9)
                  .asSubclass(BiConsumer.class)
                  .getDeclaredConstructor()
                  .newInstance();
      opener = made;
    }
    made.accept(instrumentation, type);
  }

  private static boolean isJava8() {
    return System.getProperty("java.specification.version", "").startsWith("1.");
  }
}
