package io.deploytelemetry.agent.cli;

import java.io.File;
import org.apache.commons.cli.Option;

/** What the options and operands of several commands have in common. */
final class CommandOptions {

  private CommandOptions() {}

  /** An option without a value. */
  static Option flag(String name, String meaning) {
    return Option.builder().longOpt(name).desc(meaning).get();
  }

  /** An option with a value. */
  static Option value(String name, String value, String meaning) {
    return Option.builder().longOpt(name).hasArg().argName(value).desc(meaning).get();
  }

  static Option json() {
    return flag("json", "answer in JSON");
  }

  /** A file or directory that must be there. */
  static File existing(String name) throws CommandException {
    File file = new File(name);
    if (!file.exists()) {
      throw new CommandException("there is no " + file.getAbsolutePath());
    }
    return file;
  }
}
