package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The description of a JVM to fork: a JDK, its arguments, its environment, an application.
 *
 * <p>Nothing of the test's own environment that a JVM, the agent or client_java would read is
 * passed on.
 */
public final class JvmLaunch {

  private static final List<String> NOT_INHERITED =
      List.of("TELEMETRY_", "PROMETHEUS_", "IO_PROMETHEUS", "JAVA_TOOL_", "JDK_JAVA_", "_JAVA_");

  private final Jdk jdk;
  private final List<String> jvmArgs = new ArrayList<>();
  private final Map<String, String> env = new LinkedHashMap<>();
  private final List<String> application = new ArrayList<>();
  private Path directory = Path.of("").toAbsolutePath();
  private List<Path> classPath = List.of(Artifacts.subjects(), Artifacts.annotations());

  private JvmLaunch(Jdk jdk) {
    this.jdk = jdk;
  }

  /** A JVM without the agent. */
  public static JvmLaunch plain(Jdk jdk) {
    return new JvmLaunch(jdk);
  }

  /** A JVM with the agent, which chooses a free port. */
  public static JvmLaunch withAgent(Jdk jdk) {
    return withAgent(jdk, "port=0");
  }

  /** A JVM with the agent and these of its options, in the form of {@code -javaagent:}. */
  public static JvmLaunch withAgent(Jdk jdk, String options) {
    return plain(jdk).jvm(javaagent(options));
  }

  /** The JVM argument that loads the agent. */
  public static String javaagent(String options) {
    return "-javaagent:" + Artifacts.agent() + (options.isEmpty() ? "" : "=" + options);
  }

  /** Adds JVM arguments. */
  public JvmLaunch jvm(String... args) {
    jvmArgs.addAll(Arrays.asList(args));
    return this;
  }

  /** Sets a variable of the environment. */
  public JvmLaunch env(String name, String value) {
    env.put(name, value);
    return this;
  }

  /** Replaces the working directory, which is the test's own. */
  public JvmLaunch in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  /** Replaces the class path, which is the subjects and the annotations. */
  public JvmLaunch classPath(Path... entries) {
    return classPath(List.of(entries));
  }

  /** Replaces the class path, which is the subjects and the annotations. */
  public JvmLaunch classPath(List<Path> entries) {
    classPath = List.copyOf(entries);
    return this;
  }

  /** The application: a class of {@code com.acme.subjects} or any other by its full name. */
  public JvmLaunch main(String mainClass, String... args) {
    String name = mainClass.contains(".") ? mainClass : "com.acme.subjects." + mainClass;
    application.addAll(List.of("-cp", Artifacts.path(classPath), name));
    application.addAll(Arrays.asList(args));
    return this;
  }

  /** The application: an executable jar. */
  public JvmLaunch jar(Path jar, String... args) {
    application.addAll(List.of("-jar", jar.toString()));
    application.addAll(Arrays.asList(args));
    return this;
  }

  /** The application: a module, as {@code module/main.Class}. */
  public JvmLaunch module(List<Path> modulePath, String module, String... args) {
    application.addAll(List.of("--module-path", Artifacts.path(modulePath), "-m", module));
    application.addAll(Arrays.asList(args));
    return this;
  }

  /** Starts the JVM. */
  public ForkedJvm start() {
    List<String> command = new ArrayList<>();
    command.add("java");
    command.addAll(jvmArgs);
    command.addAll(application);
    return startTool(command);
  }

  /** Starts a program of the JDK, or one given by its full path, with the same environment. */
  public ForkedJvm startTool(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.set(0, jdk.tool(command.get(0)).toString());
    ProcessBuilder process = new ProcessBuilder(line);
    process.directory(directory.toFile());
    process.environment().keySet().removeIf(JvmLaunch::isNotInherited);
    process.environment().putAll(env);
    try {
      return new ForkedJvm(process.start(), line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the JVM, gives it no input and waits until it has ended. */
  public Ending run() {
    try (ForkedJvm jvm = start()) {
      return jvm.endInput().awaitEnding();
    }
  }

  private static boolean isNotInherited(String variable) {
    return NOT_INHERITED.stream().anyMatch(variable::startsWith);
  }
}
