package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.access.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code hash-password}. */
final class HashPasswordCommand extends Command {

  private static final int ITERATIONS = 600_000;
  private static final int FEWEST_ITERATIONS = 10_000;

  HashPasswordCommand() {
    super(
        "hash-password",
        "",
        0,
        0,
        "Makes a line for auth.users.file of a password. It asks for the password twice and does"
            + " not show it; where input or output is no terminal it reads the first line of"
            + " standard input instead.");
  }

  @Override
  Options options() {
    return new Options()
        .addOption(
            CommandOptions.value("user", "NAME", "the user's name, to stand before the hash"))
        .addOption(
            CommandOptions.value(
                "iterations", "N", "how slow comparing is; " + ITERATIONS + " by default"));
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    String user = invocation.get("user");
    if (!user.matches("[^#:,\\s\\p{Cntrl}][^:,\\s\\p{Cntrl}]*") && !user.isEmpty()) {
      throw new CommandException(
          "a user's name has no colon, comma or blank, and does not begin with #; choose another");
    }
    int iterations = iterations(invocation);
    String password = password();
    if (password.isEmpty()) {
      throw new CommandException("the password is empty; give one");
    }
    invocation
        .terminal()
        .answer((user.isEmpty() ? "" : user + ":") + PasswordHash.make(password, iterations));
    return YES;
  }

  private static int iterations(Invocation invocation) throws CommandException {
    String text = invocation.has("iterations") ? invocation.get("iterations") : "" + ITERATIONS;
    int iterations = text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : 0;
    if (iterations < FEWEST_ITERATIONS || iterations > PasswordHash.MOST_ITERATIONS) {
      throw new CommandException(
          "--iterations has the value '"
              + text
              + "'; it must be a number from "
              + FEWEST_ITERATIONS
              + " to "
              + PasswordHash.MOST_ITERATIONS);
    }
    return iterations;
  }

  @SuppressWarnings("SystemConsoleNull") // before 22 it is null; since, isTerminal tells
  private static String password() throws CommandException {
    Console console = System.console();
    if (console == null || !isTerminal(console)) {
      return firstLine();
    }
    char @Nullable [] first = console.readPassword("Password: ");
    char @Nullable [] second = console.readPassword("The same again: ");
    if (first == null || !Arrays.equals(first, second)) {
      throw new CommandException("the two are not the same; try again");
    }
    return new String(first);
  }

  /** From 22 on there may be a console where input is not from a terminal. */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  private static String firstLine() throws CommandException {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException closed) {
      throw new CommandException("no password can be read from standard input: " + closed);
    }
  }
}
