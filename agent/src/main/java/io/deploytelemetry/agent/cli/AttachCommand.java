package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code attach}. */
final class AttachCommand extends Command {

  /** How much longer than the wait for the agent may take what comes before and behind it. */
  private static final int LAST_LOOK_MILLIS = 500;

  private static final int PAUSE_MILLIS = 50;

  AttachCommand() {
    super(
        "attach",
        "PID [key=value,key=value]",
        1,
        2,
        "Loads the agent into a JVM that runs already, with options as behind -javaagent, and"
            + " prints where it serves. It needs a JDK and the rights of the JVM's user. Calls that"
            + " began before are not measured. A port file that only the JVM's environment names is"
            + " not written. Exit code 1: it was loaded, but has not said where it serves.");
  }

  @Override
  Options options() {
    return new Options()
        .addOption(
            CommandOptions.value(
                "timeout", "TIME", "how long to wait for the agent to serve; 10s by default"));
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    String pid = invocation.operands().get(0);
    if (!pid.matches("[0-9]{1,10}")) {
      throw new CommandException(
          "'" + pid + "' is no number of a process; jps lists those of JVMs");
    }
    String options = invocation.operands().size() > 1 ? invocation.operands().get(1) : "";
    refuseRelativePaths(options);
    int timeoutMillis = invocation.millis("timeout", "10s");
    try {
      return answer(invocation, pid, serving(pid, options, timeoutMillis));
    } catch (TimeoutException hanging) {
      throw new CommandException(
          "process "
              + pid
              + " does not answer. It is stopped, or no JVM; --timeout gives it longer");
    } catch (IOException ended) {
      throw new CommandException("process " + pid + " has ended: " + ended);
    }
  }

  /** The other JVM has a working directory of its own. */
  private static void refuseRelativePaths(String options) throws CommandException {
    Settings settings = Settings.read(options);
    for (Option option : new Option[] {Option.CONFIG, Option.PORT_FILE}) {
      boolean isGiven = settings.source(option).startsWith("agent argument");
      if (isGiven && !new File(settings.get(option)).isAbsolute()) {
        throw new CommandException(
            option.key()
                + "="
                + settings.get(option)
                + " is relative to a directory that the other JVM is not in; write the whole path");
      }
    }
  }

  /** To attach has no time-out of its own. */
  private static @Nullable PortFileTarget serving(String pid, String options, int timeoutMillis)
      throws IOException, CommandException, TimeoutException {
    return InTime.call(timeoutMillis + LAST_LOOK_MILLIS, () -> attach(pid, options, timeoutMillis))
        .orElse(null);
  }

  private static Optional<PortFileTarget> attach(String pid, String options, int timeoutMillis)
      throws IOException, CommandException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try (AttachedJvm jvm = AttachedJvm.of(pid)) {
      File jar = ownJar();
      if (AgentSettings.isLoadedBy(jvm.arguments(), jar.getName())) {
        throw new CommandException("process " + pid + " has the agent from its start already");
      }
      String named = portFile(options, jvm);
      File written = named.isEmpty() ? temporaryPortFile() : new File(named);
      long before = written.lastModified();
      jvm.load(
          jar, named.isEmpty() ? and(options, Option.PORT_FILE.key() + "=" + written) : options);
      PortFileTarget serving = await(written, before, deadline);
      if (named.isEmpty() && written.exists() && !written.delete()) {
        written.deleteOnExit();
      }
      return Optional.ofNullable(serving);
    }
  }

  private static int answer(Invocation invocation, String pid, @Nullable PortFileTarget serving) {
    if (serving == null) {
      invocation
          .terminal()
          .complain(
              "the agent was given to process "
                  + pid
                  + ", but has not said where it serves. The standard error of the process tells"
                  + " why: it was loaded before, or the port is taken");
      return NO;
    }
    invocation.terminal().answer(serving.base() + serving.metricsPath());
    return YES;
  }

  /** Where the agent is told to write its address; {@code ""} if nowhere. */
  private static String portFile(String options, AttachedJvm jvm) throws CommandException {
    Settings settings = Settings.read(options);
    String source = settings.source(Option.PORT_FILE);
    boolean isOfThisProcess =
        source.startsWith("environment variable") || source.startsWith("system property");
    String named = isOfThisProcess ? "" : settings.get(Option.PORT_FILE);
    return named.isEmpty() ? jvm.systemProperty(Option.PORT_FILE.property()) : named;
  }

  /** One that the user of the other JVM can write. */
  private static File temporaryPortFile() {
    return new File(
        System.getProperty("java.io.tmpdir", ""), "telemetry-" + UUID.randomUUID() + ".json");
  }

  private static String and(String options, String option) {
    return options.isEmpty() ? option : options + "," + option;
  }

  private static @Nullable PortFileTarget await(File file, long before, long deadline) {
    try {
      while (System.nanoTime() - deadline < 0) {
        if (file.lastModified() != before) {
          return PortFileTarget.read(file);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static File ownJar() {
    try {
      return new File(
          AttachCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
