package io.deploytelemetry.agent.premain;

/**
 * Tells the JDK's own tools from applications: a keytool that is started with an inherited {@code
 * JAVA_TOOL_OPTIONS} is left alone.
 */
final class JdkTools {

  /** {@code java File.java} is an application that happens to be started by the compiler. */
  private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.";

  private JdkTools() {}

  /**
   * Whether a JVM runs a tool.
   *
   * @param command the value of {@code sun.java.command}: main class or module and arguments
   */
  static boolean isTool(String command) {
    return !command.startsWith(SOURCE_LAUNCHER)
        && !command.split(" ", 2)[0].endsWith(".jar")
        && (command.startsWith("jdk.")
            || command.startsWith("java.")
            || command.startsWith("sun.")
            || command.startsWith("com.sun.corba.")
            || command.startsWith("com.sun.java.")
            || command.startsWith("com.sun.tools."));
  }
}
