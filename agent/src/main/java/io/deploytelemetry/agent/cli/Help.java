package io.deploytelemetry.agent.cli;

import org.apache.commons.cli.Option;

/** What the command line says of itself, made from the commands; the documents have the same. */
final class Help {

  private static final int WIDTH = 96;
  private static final int INDENT = 22;

  private Help() {}

  /** All commands, a line each. */
  static String overview() {
    StringBuilder text = new StringBuilder("Usage: java -jar telemetry.jar COMMAND …\n\n");
    for (Command command : CommandLineTool.all()) {
      entry(text, command.name(), command.summary());
    }
    text.append('\n');
    wrapped(
        text,
        0,
        "Exit codes: 0 for yes or all well, 1 for no or something to put right, 2 if there is no"
            + " answer: a wrong argument, or something that cannot be read or reached. Answers go"
            + " to standard output, all else to standard error. help COMMAND tells more.");
    return text.toString().trim();
  }

  /** One command and its options. */
  static String of(Command command) {
    StringBuilder text = new StringBuilder("Usage: ").append(synopsis(command)).append("\n\n");
    wrapped(text, 0, command.meaning());
    if (!command.options().getOptions().isEmpty()) {
      text.append('\n');
    }
    for (Option option : command.options().getOptions()) {
      entry(text, name(option), option.getDescription());
    }
    return text.toString().trim();
  }

  static String synopsis(Command command) {
    boolean hasOptions = !command.options().getOptions().isEmpty();
    return "java -jar telemetry.jar "
        + command.name()
        + (command.operands().isEmpty() ? "" : " " + command.operands())
        + (hasOptions ? " [--OPTION …]" : "");
  }

  private static String name(Option option) {
    return "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
  }

  private static void entry(StringBuilder text, String name, String meaning) {
    text.append("  ").append(name);
    for (int at = name.length() + 2; at < INDENT; at++) {
      text.append(' ');
    }
    if (name.length() + 3 > INDENT) {
      text.append('\n');
      indent(text);
    }
    wrapped(text, INDENT, meaning);
  }

  private static void indent(StringBuilder text) {
    for (int i = 0; i < INDENT; i++) {
      text.append(' ');
    }
  }

  /** Words up to the width; the first line begins where the text is. */
  private static void wrapped(StringBuilder text, int indent, String words) {
    int at = indent;
    String separator = "";
    for (String word : words.split(" ", -1)) {
      if (at + separator.length() + word.length() > WIDTH) {
        text.append('\n');
        if (indent > 0) {
          indent(text);
        }
        at = indent;
        separator = "";
      }
      text.append(separator).append(word);
      at += separator.length() + word.length();
      separator = " ";
    }
    text.append('\n');
  }
}
