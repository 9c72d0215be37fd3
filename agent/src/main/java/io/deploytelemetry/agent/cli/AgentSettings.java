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
    for (String option : options.replace("\"", "").replace("'", "").split("\\s+", -1)) {
      int equals = option.indexOf('=');
      if (option.startsWith("-javaagent:") && equals > 0) {
        String path = option.substring("-javaagent:".length(), equals);
        if (new File(path).getName().equals(jar)) {
          return option.substring(equals + 1);
        }
      }
    }
    return "";
  }

  private static String ownName() {
    CodeSource source = AgentSettings.class.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? ""
        : new File(source.getLocation().getPath()).getName();
  }
}
