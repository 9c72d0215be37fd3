package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.config.EditDistance;
import io.deploytelemetry.agent.log.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/**
 * The command line: finds the command, reads its options, runs it. The answer goes to standard
 * output, all else to standard error.
 */
public final class CommandLineTool implements BiFunction<String[], String, Integer> {

  private static final List<String> NAMES =
      Arrays.asList(
          "scan",
          "attach",
          "check-config",
          "health",
          "doctor",
          "export",
          "hash-password",
          "version",
          "help");

  /**
   * Runs a command.
   *
   * @param arguments the command's name, its options and operands
   * @param version the jar's version
   * @return the exit code
   */
  @Override
  public Integer apply(String[] arguments, String version) {
    Log.use(Log.Level.OFF, false, false, ""); // what a command has to say is its answer
    Terminal terminal = Terminal.standard();
    int code = run(Arrays.asList(arguments), version, terminal);
    if (terminal.hasFailed()) {
      terminal.complain("the answer could not be written");
      return Command.FAILED;
    }
    return code;
  }

  static int run(List<String> arguments, String version, Terminal terminal) {
    try {
      if (arguments.isEmpty()) {
        terminal.complain(Help.overview());
        return Command.FAILED;
      }
      Command command = named(alias(arguments.get(0)));
      List<String> rest = arguments.subList(1, arguments.size());
      if (rest.contains("--help") || rest.contains("-h")) {
        terminal.answer(Help.of(command));
        return Command.YES;
      }
      return command.run(new Invocation(parse(command, rest), version, terminal));
    } catch (CommandException failure) {
      terminal.complain(String.valueOf(failure.getMessage()));
      return Command.FAILED;
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
      terminal.complain("this cannot be answered: " + failure);
      return Command.FAILED;
    }
  }

  /** What people type to any tool. */
  private static String alias(String name) {
    switch (name) {
      case "--help":
      case "-h":
      case "-?":
        return "help";
      case "--version":
      case "-V":
        return "version";
      default:
        return name;
    }
  }

  /**
   * The command of a name.
   *
   * @throws CommandException if there is none
   */
  static Command named(String name) throws CommandException {
    Command command = ofName(name);
    if (command == null) {
      throw new CommandException(
          "'"
              + name
              + "' is no command. Did you mean '"
              + EditDistance.nearest(name, NAMES)
              + "'? java -jar telemetry.jar help lists them");
    }
    return command;
  }

  /** A command is loaded when it is needed: {@code health} runs every few seconds. */
  private static @Nullable Command ofName(String name) {
    switch (name) {
      case "scan":
        return new ScanCommand();
      case "attach":
        return new AttachCommand();
      case "check-config":
        return new CheckConfigCommand();
      case "health":
        return new HealthCommand();
      case "doctor":
        return new DoctorCommand();
      case "export":
        return new ExportCommand();
      case "hash-password":
        return new HashPasswordCommand();
      case "version":
        return new VersionCommand();
      case "help":
        return new HelpCommand();
      default:
        return null;
    }
  }

  /** All commands, in the order in which they are shown. */
  static List<Command> all() {
    List<Command> all = new ArrayList<>();
    for (String name : NAMES) {
      Command command = ofName(name);
      if (command != null) {
        all.add(command);
      }
    }
    return all;
  }

  private static CommandLine parse(Command command, List<String> arguments)
      throws CommandException {
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    String[] given = arguments.toArray(new String[0]);
    try {
      CommandLine parsed = parser.parse(command.options(), given);
      check(command, parsed);
      return parsed;
    } catch (UnrecognizedOptionException unknown) {
      throw new CommandException(
          unknown.getOption()
              + " is no option of "
              + command.name()
              + suggestion(unknown.getOption(), command.options())
              + seeHelp(command));
    } catch (MissingArgumentException missing) {
      Option option = missing.getOption();
      throw new CommandException(
          "--"
              + option.getLongOpt()
              + " needs a value: --"
              + option.getLongOpt()
              + " "
              + option.getArgName()
              + seeHelp(command));
    } catch (ParseException malformed) {
      throw new CommandException(malformed.getMessage() + seeHelp(command));
    }
  }

  private static void check(Command command, CommandLine parsed) throws CommandException {
    int operands = parsed.getArgList().size();
    if (operands < command.fewest()) {
      throw new CommandException(
          command.name() + " needs " + command.operands() + seeHelp(command));
    }
    if (operands > command.most()) {
      throw new CommandException(
          command.name()
              + " does not take '"
              + parsed.getArgList().get(command.most())
              + "'"
              + seeHelp(command));
    }
    for (Option option : parsed.getOptions()) {
      if (parsed.getOptionValues(option) != null && parsed.getOptionValues(option).length > 1) {
        throw new CommandException("--" + option.getLongOpt() + " is given twice");
      }
    }
  }

  private static String suggestion(String unknown, Options options) {
    List<String> known = new ArrayList<>();
    for (Option option : options.getOptions()) {
      known.add("--" + option.getLongOpt());
    }
    String nearest = EditDistance.nearest(unknown, known);
    return nearest.isEmpty() ? "" : ". Did you mean " + nearest + "?";
  }

  private static String seeHelp(Command command) {
    return "\nUsage: " + Help.synopsis(command);
  }
}
