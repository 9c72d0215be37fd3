package io.deploytelemetry.agent.start;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sees to it that the agent's loader finds the JDK's HTTP server. */
final class ServerClasses {

  private static final String JAVA_9 = "io.deploytelemetry.agent.start.Java9ServerLoader";

  private ServerClasses() {}

  /** To be called before the first class is loaded that knows the server. */
  @SuppressWarnings("unchecked")
  static void find() throws ReflectiveOperationException {
    if (System.getProperty("java.specification.version", "").startsWith("1.")) {
      return; // there are no modules, and so nothing can be missing
    }
    Supplier<@Nullable ClassLoader> finder =
        (Supplier<@Nullable ClassLoader>)
            Class.forName(JAVA_9).asSubclass(Supplier.class).getDeclaredConstructor().newInstance();
    ClassLoader found = finder.get();
    ClassLoader own = ServerClasses.class.getClassLoader();
    if (found != null && own instanceof Consumer) {
      ((Consumer<ClassLoader>) own).accept(found); // an interface, for the border of the loaders
    }
  }
}
