package io.deploytelemetry.agent.premain;

import io.deploytelemetry.agent.loader.AgentLoader;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Where the JVM enters the agent. It hands over to the agent's own loader; if it cannot, it says so
 * in one line, and the application runs on without the agent.
 */
public final class TelemetryAgent {

  private static final String BRIDGE = "java.lang.TelemetryBridge";
  private static final String START = "io.deploytelemetry.agent.start.Agent";

  private TelemetryAgent() {}

  /** Called by the JVM before the application's main class is loaded. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    if (!JdkTools.isTool(System.getProperty("sun.java.command", ""))) {
      start(arguments, instrumentation, false);
    }
  }

  /** Called by the JVM when the agent is attached to it. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean attached) {
    long startNanos = System.nanoTime();
    try {
      if (isLoaded()) {
        say("is loaded already; the second one does nothing. Remove one -javaagent or attach");
        return;
      }
      File jar = jar();
      if (isApplication(jar)) {
        say(
            "is merged into the application's jar, where its libraries would meet the"
                + " application's; it does nothing. Name telemetry.jar itself:"
                + " -javaagent:telemetry.jar");
        return;
      }
      Map<String, Object> handover = new HashMap<>();
      handover.put("arguments", arguments == null ? "" : arguments);
      handover.put("attached", attached);
      handover.put("startNanos", startNanos);
      handover.put("version", TelemetryAgent.class.getPackage().getImplementationVersion());
      agent(jar).accept(instrumentation, handover);
    } catch (Throwable failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      say("could not start and does nothing: " + cause);
    }
  }

  /**
   * The agent, across the border of its loader. An interface of the JDK spares the reflective call,
   * which costs 15 ms on Java 25, where the JVM spins a class for each new shape of arguments.
   */
  @SuppressWarnings("unchecked")
  private static BiConsumer<Instrumentation, Map<String, Object>> agent(File jar)
      throws IOException, ReflectiveOperationException {
    Class<?> start = new AgentLoader(jar).loadClass(START);
    return (BiConsumer<Instrumentation, Map<String, Object>>)
        start.getDeclaredConstructor().newInstance();
  }

  private static boolean isLoaded() {
    try {
      Class.forName(BRIDGE, false, null);
      return true;
    } catch (ClassNotFoundException notYet) {
      return false;
    }
  }

  private static File jar() throws URISyntaxException {
    CodeSource source = TelemetryAgent.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      throw new IllegalStateException("the agent's own jar cannot be found");
    }
    return new File(location.toURI());
  }

  /** {@code java -jar} makes its jar the class path. */
  private static boolean isApplication(File jar) {
    String classPath = System.getProperty("java.class.path", "");
    return System.getProperty("sun.java.command", "").startsWith(classPath)
        && new File(classPath).getAbsoluteFile().equals(jar.getAbsoluteFile());
  }

  private static void say(String what) {
    System.err.println("[telemetry] the agent " + what);
  }
}
