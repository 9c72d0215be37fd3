package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.config.Settings;
import java.io.File;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * The options that an agent has which is started in the same environment: {@code TELEMETRY_…}, and
 * the arguments behind {@code -javaagent} where a container sets them for every JVM.
 */
final class AgentSettings {

  private AgentSettings() {}

  /** Reads them; what is wrong with them the agent has said. */
  static Settings ofEnvironment() {
    String arguments = arguments(System.getenv("JAVA_TOOL_OPTIONS"));
    if (arguments.isEmpty()) {
      arguments = arguments(System.getenv("JDK_JAVA_OPTIONS"));
    }
    return Settings.read(arguments);
  }

  private static String arguments(@Nullable String options) {
    return options == null ? "" : arguments(options, ownName());
  }

  /** What stands behind {@code -javaagent:…/JAR=}; {@code ""} if nothing. */
  static String arguments(String options, String jar) {
    String option = option(options, jar);
    int equals = option == null ? -1 : option.indexOf('=');
    return option == null || equals < 0 ? "" : option.substring(equals + 1);
  }

  /** Whether {@code -javaagent:…/JAR} is among a JVM's options. */
  static boolean isLoadedBy(String options, String jar) {
    return option(options, jar) != null;
  }

  private static @Nullable String option(String options, String jar) {
    for (String option : options.replace("\"", "").replace("'", "").split("\\s+", -1)) {
      if (option.startsWith("-javaagent:")) {
        int equals = option.indexOf('=');
        String path =
            option.substring("-javaagent:".length(), equals < 0 ? option.length() : equals);
        if (new File(path).getName().equals(jar)) {
          return option;
        }
      }
    }
    return null;
  }

  private static String ownName() {
    CodeSource source = AgentSettings.class.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? ""
        : new File(source.getLocation().getPath()).getName();
  }
}
