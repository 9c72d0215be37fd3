package io.deploytelemetry.agent.health;

import io.deploytelemetry.agent.log.Log;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reaches classes of the application and their methods, and neither loads nor initialises any.
 *
 * <p>Threads: the one that looks what is due, and those that run checks.
 */
final class ClassAccess {

  private static final String JAVA_9 = "io.deploytelemetry.agent.health.Java9Lookups";

  private final Instrumentation instrumentation;

  private @Nullable BiFunction<Instrumentation, Class<?>, MethodHandles.Lookup> lookups;
  private @Nullable Object unsafe;
  private volatile boolean isBlind;

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

  /** Whether a class of that name has been initialised; where nobody can tell it has. */
  boolean isInitialized(String name) {
    Class<?> type = null;
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      type = loaded.getName().equals(name) ? loaded : type;
    }
    return type == null || isInitialized(type) || isBlind;
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
    lookup(type);
    return type.getMethod("getUnsafe").invoke(null);
  }

  /** A method without parameters, whoever may call it; nothing else of its class is resolved. */
  MethodHandle method(Class<?> type, String name, String descriptor)
      throws ReflectiveOperationException {
    return lookup(type)
        .findVirtual(type, name, type(type, descriptor))
        .asType(MethodType.methodType(Object.class, Object.class));
  }

  /** The same of a static method. */
  MethodHandle staticMethod(Class<?> type, String name, String descriptor)
      throws ReflectiveOperationException {
    return lookup(type)
        .findStatic(type, name, type(type, descriptor))
        .asType(MethodType.methodType(Object.class));
  }

  private static MethodType type(Class<?> type, String descriptor) {
    return MethodType.fromMethodDescriptorString(descriptor, type.getClassLoader());
  }

  /** A lookup that may do what the class itself may. */
  @SuppressWarnings("unchecked")
  private synchronized MethodHandles.Lookup lookup(Class<?> type)
      throws ReflectiveOperationException {
    if (isJava8()) {
      Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
      trusted.setAccessible(true);
      return ((MethodHandles.Lookup) trusted.get(null)).in(type);
    }
    BiFunction<Instrumentation, Class<?>, MethodHandles.Lookup> made = lookups;
    if (made == null) {
      made =
          (BiFunction<Instrumentation, Class<?>, MethodHandles.Lookup>)
              Class.forName(JAVA_9)
                  .asSubclass(BiFunction.class)
                  .getDeclaredConstructor()
                  .newInstance();
      lookups = made;
    }
    return made.apply(instrumentation, type);
  }

  /** Whether a class was made while the application runs, or by a build for a proxy. */
  static boolean isGenerated(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String name = type.getName();
    return type.isSynthetic()
        || name.endsWith("_ClientProxy")
        || (loader != null && loader.getResource(name.replace('.', '/') + ".class") == null);
  }

  private static boolean isJava8() {
    return System.getProperty("java.specification.version", "").startsWith("1.");
  }
}
