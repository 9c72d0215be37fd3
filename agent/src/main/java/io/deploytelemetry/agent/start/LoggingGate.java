package io.deploytelemetry.agent.start;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets the application initialise {@code java.util.logging} first. The JDK's HTTP server does it
 * when it is created, on Java 8 always, later where logging is configured; and an application that
 * brings its own log manager (WildFly, or any {@code main} that sets a property) must come before
 * that. Whether logging is initialised cannot be asked without doing it, so the gate watches for
 * its class to be loaded, for a bounded time, because many applications never log.
 */
final class LoggingGate implements ClassFileTransformer {

  private static final String LOG_MANAGER = "java/util/logging/LogManager";

  /** From the loading of the class to the end of its initialisation, amply. */
  private static final long INITIALISATION_MILLIS = 200;

  private static final long CONFIGURED_MILLIS = TimeUnit.SECONDS.toMillis(30);
  private static final long JAVA_8_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private final Instrumentation instrumentation;
  private final long mostMillis;
  private final CountDownLatch isLoaded = new CountDownLatch(1);

  private LoggingGate(Instrumentation instrumentation, long mostMillis) {
    this.instrumentation = instrumentation;
    this.mostMillis = mostMillis;
  }

  /** The gate that this JVM needs; {@code null} if none. To be made before the main class runs. */
  static @Nullable LoggingGate create(Instrumentation instrumentation) {
    long most = 0;
    if (System.getProperty("java.util.logging.manager") != null
        || System.getProperty("java.util.logging.config.class") != null
        || System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("sun.java.command", "").contains("jboss-modules.jar")) {
      most = CONFIGURED_MILLIS;
    } else if (System.getProperty("java.specification.version", "").startsWith("1.")) {
      most = JAVA_8_MILLIS;
    }
    if (most == 0) {
      return null;
    }
    LoggingGate gate = new LoggingGate(instrumentation, most);
    instrumentation.addTransformer(gate);
    return gate;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null && LOG_MANAGER.equals(className)) {
      isLoaded.countDown();
    }
    return null;
  }

  /** Waits until the application has initialised logging, or seems not to want to. */
  void await() throws InterruptedException {
    if (isLoaded.await(mostMillis, TimeUnit.MILLISECONDS)) {
      TimeUnit.MILLISECONDS.sleep(INITIALISATION_MILLIS);
    }
    instrumentation.removeTransformer(this);
  }
}
