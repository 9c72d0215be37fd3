package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.model.TimeSpan;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** A command's options and operands as they were given, and where it answers. */
final class Invocation {

  private final CommandLine given;
  private final String version;
  private final Terminal terminal;

  Invocation(CommandLine given, String version, Terminal terminal) {
    this.given = given;
    this.version = version;
    this.terminal = terminal;
  }

  /** An option's value; {@code ""} if it is not given. */
  String get(String option) {
    String value = given.getOptionValue(option);
    return value == null ? "" : value;
  }

  boolean has(String option) {
    return given.hasOption(option);
  }

  /** The milliseconds of an option that is a length of time. */
  int millis(String option, String otherwise) throws CommandException {
    long millis = TimeSpan.millis(has(option) ? get(option) : otherwise);
    if (millis <= 0 || millis > Integer.MAX_VALUE) {
      throw new CommandException(
          "--"
              + option
              + " has the value '"
              + get(option)
              + "'; write a length of time such as 5s");
    }
    return (int) millis;
  }

  List<String> operands() {
    return given.getArgList();
  }

  /** The version of this jar. */
  String version() {
    return version;
  }

  Terminal terminal() {
    return terminal;
  }
}
