package io.deploytelemetry.agent.cli;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Another JVM, by the attach API of the JDK, {@code com.sun.tools.attach}: called by reflection,
 * because a JRE has none, and Java 8 has it in a jar of its own.
 */
final class AttachedJvm implements Closeable {

  private static final String API = "com.sun.tools.attach.VirtualMachine";

  private final Class<?> api;
  private final Object jvm;

  private AttachedJvm(Class<?> api, Object jvm) {
    this.api = api;
    this.jvm = jvm;
  }

  /**
   * Attaches to a JVM.
   *
   * @throws CommandException if there is no such API, or the JVM cannot be attached to
   */
  static AttachedJvm of(String pid) throws CommandException {
    Class<?> api = api();
    try {
      return new AttachedJvm(api, call(api, null, "attach", pid));
    } catch (InvocationTargetException refused) {
      throw new CommandException(
          "process "
              + pid
              + " cannot be attached to ("
              + reason(refused)
              + "). It must be a JVM of the same user, without -XX:+DisableAttachMechanism."
              + others(api));
    }
  }

  /** What the JVM was started with, the arguments of {@code JAVA_TOOL_OPTIONS} too. */
  String arguments() throws CommandException {
    return properties("getAgentProperties").getProperty("sun.jvm.args", "");
  }

  /** A system property; {@code ""} if it is not set. */
  String systemProperty(String name) throws CommandException {
    return properties("getSystemProperties").getProperty(name, "");
  }

  private Properties properties(String method) throws CommandException {
    try {
      return (Properties) call(api, jvm, method);
    } catch (InvocationTargetException refused) {
      throw new CommandException("the JVM does not answer: " + reason(refused));
    }
  }

  /**
   * Loads an agent. Between a new JVM and an old one, whether that has worked shows only when the
   * agent serves.
   */
  void load(File jar, String options) throws CommandException {
    try {
      call(api, jvm, "loadAgent", jar.getPath(), options);
    } catch (InvocationTargetException refused) {
      String reason = reason(refused);
      if (!isMisunderstood(reason)) {
        throw new CommandException(
            "the agent cannot be loaded ("
                + reason
                + "). The JVM must be allowed to read "
                + jar
                + ", and not be started with -XX:-EnableDynamicAgentLoading");
      }
    }
  }

  /** A JVM of 8 answers 0 for success, a later one {@code return code: 0}. */
  private static boolean isMisunderstood(String reason) {
    return reason.equals("0")
        || reason.endsWith("library: 0")
        || reason.equals("Non-numeric value found - int expected");
  }

  @Override
  public void close() throws IOException {
    try {
      call(api, jvm, "detach");
    } catch (InvocationTargetException gone) {
      throw new IOException(gone);
    }
  }

  private static Class<?> api() throws CommandException {
    try {
      return Class.forName(API, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException notVisible) {
      return apiOfJava8();
    }
  }

  private static Class<?> apiOfJava8() throws CommandException {
    File home = new File(System.getProperty("java.home", ""));
    for (File folder : new File[] {new File(home, "lib"), new File(home.getParentFile(), "lib")}) {
      File tools = new File(folder, "tools.jar");
      if (tools.isFile()) {
        try {
          URL[] path = {tools.toURI().toURL()};
          return Class.forName(API, true, new URLClassLoader(path, null));
        } catch (IOException | ClassNotFoundException broken) {
          throw new CommandException(tools + " cannot be used: " + broken);
        }
      }
    }
    throw new CommandException(
        "the Java in "
            + home
            + " cannot attach to JVMs: it is no JDK, or lacks the module jdk.attach. Run this with"
            + " the java of a JDK; the application itself needs none");
  }

  /** The JVMs that can be seen, for a message. */
  private static String others(Class<?> api) {
    StringBuilder seen = new StringBuilder();
    try {
      for (Object each : (List<?>) call(api, null, "list")) {
        String name = call(each.getClass(), each, "displayName").toString();
        if (!name.contains(".jar attach ")) {
          seen.append("\n  ").append(call(each.getClass(), each, "id")).append(' ').append(name);
        }
      }
    } catch (InvocationTargetException ended) {
      return ""; // one ended while they were listed; the list is only there to help
    }
    return seen.length() == 0 ? "" : " JVMs that can be seen:" + seen;
  }

  /** Calls a method of the API, where {@code ""} stands for nothing. */
  private static Object call(Class<?> type, @Nullable Object target, String method, String... texts)
      throws InvocationTargetException {
    Class<?>[] parameters = new Class<?>[texts.length];
    Arrays.fill(parameters, String.class);
    try {
      Object answer = type.getMethod(method, parameters).invoke(target, (Object[]) texts);
      return answer == null ? "" : answer;
    } catch (NoSuchMethodException | IllegalAccessException changed) {
      throw new IllegalStateException(changed);
    }
  }

  private static String reason(InvocationTargetException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
