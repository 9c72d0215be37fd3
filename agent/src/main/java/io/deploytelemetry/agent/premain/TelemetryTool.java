package io.deploytelemetry.agent.premain;

import io.deploytelemetry.agent.loader.AgentLoader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.function.BiFunction;

/**
 * Where the JVM enters the command line, {@code java -jar telemetry.jar}. It hands over to the
 * agent's own loader, and ends the JVM with the exit code that it gets back.
 */
public final class TelemetryTool {

  private static final String COMMANDS = "io.deploytelemetry.agent.cli.CommandLineTool";

  /** What there is to say could not be said. */
  private static final int FAILED = 2;

  private TelemetryTool() {}

  /** Runs a command. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  @SuppressWarnings("unchecked")
  private static int run(String[] arguments) {
    try {
      File jar =
          new File(TelemetryTool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Class<?> commands = new AgentLoader(jar).loadClass(COMMANDS);
      String version = String.valueOf(TelemetryTool.class.getPackage().getImplementationVersion());
      return ((BiFunction<String[], String, Integer>)
              commands.getDeclaredConstructor().newInstance())
          .apply(arguments, version);
    } catch (IOException | URISyntaxException | ReflectiveOperationException broken) {
      System.err.println("telemetry.jar is not whole: " + broken + ". Get it again");
      return FAILED;
    }
  }
}
