package io.deploytelemetry.agent.adapt;

import io.deploytelemetry.agent.log.Log;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A class of ours that lives with a class of a library, its host: in the same package and loader,
 * so that it can extend what the library lets extend, and with the types of every copy of the
 * library that is loaded. Nobody finds it by its name, and from Java 15 on its frames are in no
 * stack trace: it is a hidden class, before that one of the JVM's anonymous classes.
 *
 * <p>A class file of the agent, in the host's package, is what it is made of. That uses the JDK,
 * the library and the bridge, names no other class of ours, itself excepted, and contains no
 * lambda, which Java 8 does not link there. The class is public, and has one public constructor.
 *
 * <p>It is made with the first use and then kept with its host, and so goes when the host's loader
 * goes. Threads: any.
 */
public final class GuestClass {

  private static final String TRUSTED = "io.deploytelemetry.agent.adapt.Java9TrustedLookup";

  /** Kept for a host that takes no guest. */
  private static final Object NONE = "none";

  private final String name;
  private final Instrumentation instrumentation;
  private final ClassValue<Object> constructors =
      new ClassValue<Object>() {
        @Override
        protected Object computeValue(Class<?> host) {
          return constructor(host);
        }
      };

  /**
   * Makes nothing yet.
   *
   * @param name the name of the class file, as {@code reactor/core/publisher/MeasuredMono}
   * @param instrumentation opens {@code java.lang.invoke} to the agent, and to nobody else
   */
  public GuestClass(String name, Instrumentation instrumentation) {
    this.name = name;
    this.instrumentation = instrumentation;
  }

  /**
   * The constructor of the guest of a host, of objects to an object; {@code null} where the JVM
   * does not let it in, which is said in the log once. A handle, because the JVM never compiles a
   * call of a hidden class's constructor by reflection.
   */
  public @Nullable MethodHandle with(Class<?> host) {
    Object constructor = constructors.get(host);
    return constructor == NONE ? null : (MethodHandle) constructor;
  }

  private Object constructor(Class<?> host) {
    try {
      MethodHandle constructor =
          MethodHandles.lookup().unreflectConstructor(define(host).getConstructors()[0]);
      return constructor.asType(constructor.type().generic());
    } catch (Exception | LinkageError refused) {
      Throwable cause = refused.getCause();
      Log.failed(
          "the agent can define no class beside " + host.getName() + ", and measures nothing there",
          cause == null ? refused : cause);
      return NONE;
    }
  }

  private Class<?> define(Class<?> host) throws ReflectiveOperationException, IOException {
    byte[] classFile = OwnClassFile.read(name);
    Class<?> option;
    try {
      option = Class.forName("java.lang.invoke.MethodHandles$Lookup$ClassOption");
    } catch (ClassNotFoundException olderThanJava15) {
      return defineAnonymous(host, classFile);
    }
    Object noOptions = Array.newInstance(option, 0);
    MethodHandles.Lookup guest =
        (MethodHandles.Lookup)
            MethodHandles.Lookup.class
                .getMethod("defineHiddenClass", byte[].class, boolean.class, noOptions.getClass())
                .invoke(trustedLookup().in(host), classFile, true, noOptions);
    return guest.lookupClass();
  }

  @SuppressWarnings("unchecked")
  private MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
    Function<Instrumentation, MethodHandles.Lookup> made =
        Class.forName(TRUSTED).asSubclass(Function.class).getDeclaredConstructor().newInstance();
    return made.apply(instrumentation);
  }

  /** The bootstrap loader is asked: the agent's own hides the class where the JVM warns of it. */
  private static Class<?> defineAnonymous(Class<?> host, byte[] classFile)
      throws ReflectiveOperationException {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe", true, null);
    Field theUnsafe = unsafe.getDeclaredField("theUnsafe");
    theUnsafe.setAccessible(true);
    return (Class<?>)
        unsafe
            .getMethod("defineAnonymousClass", Class.class, byte[].class, Object[].class)
            .invoke(theUnsafe.get(null), host, classFile, null);
  }
}
