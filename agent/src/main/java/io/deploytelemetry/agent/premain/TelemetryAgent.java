package io.deploytelemetry.agent.premain;

import io.deploytelemetry.agent.loader.AgentLoader;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent. It hands over to the agent's own loader; if it cannot, it says so
 * in one line, and the application runs on without the agent.
 */
public final class TelemetryAgent {

  private static final String BRIDGE = "java.lang.TelemetryBridge";
  private static final String START = "io.deploytelemetry.agent.start.Agent";

  /** Whether the first agent of this JVM was told to be silent: then the second is too. */
  private static boolean isSilent;

  private TelemetryAgent() {}

  /** Called by the JVM before the application's main class is loaded. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  /** Called by the JVM when the agent is attached to it. */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  private static void start(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached) {
    long startNanos = System.nanoTime();
    try {
      if (!attached && JdkTools.isTool(System.getProperty("sun.java.command", ""))) {
        return;
      }
      isSilent |= isOff(arguments);
      if (isLoaded()) {
        if (!isSilent) {
          say("is loaded already; the second one does nothing. Remove one -javaagent or attach");
        }
        return;
      }
      File jar = jar();
      String merged = mainClassIn(jar);
      if (merged != null) {
        if (merged.equals(TelemetryTool.class.getName())) {
          return;
        }
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

  /**
   * The main class of the JVM if it, or the jar that was started, is the agent's jar; {@code null}
   * if the agent is a jar of its own.
   */
  private static @Nullable String mainClassIn(File jar) throws IOException {
    if (!isOnClassPath(jar)) {
      return null;
    }
    String command = System.getProperty("sun.java.command", "");
    String first = System.getProperty("java.class.path", "").split(File.pathSeparator, 2)[0];
    if (command.startsWith(first)) { // java -jar; what stands behind it on Java 8 is the agent
      return new File(first).getAbsoluteFile().equals(jar.getAbsoluteFile())
          ? mainClassOf(jar)
          : null;
    }
    int end = command.indexOf(' ');
    String mainClass = end < 0 ? command : command.substring(0, end);
    try (ZipFile entries = new ZipFile(jar)) {
      return entries.getEntry(mainClass.replace('.', '/') + ".class") == null ? null : mainClass;
    }
  }

  private static String mainClassOf(File file) throws IOException {
    try (JarFile jar = new JarFile(file, false)) {
      Manifest manifest = jar.getManifest();
      return manifest == null
          ? ""
          : String.valueOf(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
    }
  }

  private static boolean isOnClassPath(File jar) {
    for (String element : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (new File(element).getAbsoluteFile().equals(jar.getAbsoluteFile())) {
        return true;
      }
    }
    return false;
  }

  /** The options are not read for an agent that does nothing, but for the one for silence. */
  private static boolean isOff(@Nullable String arguments) {
    return (arguments != null && arguments.toLowerCase(Locale.ROOT).contains("log.level=off"))
        || "off".equalsIgnoreCase(System.getProperty("telemetry.log.level"))
        || "off".equalsIgnoreCase(System.getenv("TELEMETRY_LOG_LEVEL"));
  }

  private static void say(String what) {
    System.err.println("[telemetry] the agent " + what);
  }
}
