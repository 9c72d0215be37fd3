package io.deploytelemetry.agent.cli;

import org.apache.commons.cli.Options;

/** A command: how it is called, and what it does. */
abstract class Command {

  /** The answer is yes, or there is nothing to be desired. */
  static final int YES = 0;

  /** The answer is no, or something is to be put right. */
  static final int NO = 1;

  /** There is no answer: a wrong argument, or something that cannot be read or reached. */
  static final int FAILED = 2;

  private final String name;
  private final String operands;
  private final int fewest;
  private final int most;
  private final String meaning;

  /**
   * Describes a command.
   *
   * @param operands what stands behind the name, {@code ""} for nothing
   * @param fewest how many of these it needs
   * @param most how many it takes
   * @param meaning what it does and what its exit codes mean, in sentences; the first one is the
   *     summary
   */
  Command(String name, String operands, int fewest, int most, String meaning) {
    this.name = name;
    this.operands = operands;
    this.fewest = fewest;
    this.most = most;
    this.meaning = meaning;
  }

  final String name() {
    return name;
  }

  final String operands() {
    return operands;
  }

  final int fewest() {
    return fewest;
  }

  final int most() {
    return most;
  }

  /** The first sentence. */
  final String summary() {
    int end = meaning.indexOf(". ");
    return end < 0 ? meaning : meaning.substring(0, end + 1);
  }

  final String meaning() {
    return meaning;
  }

  /** The options that it has. */
  abstract Options options();

  /**
   * Does it.
   *
   * @return the exit code
   * @throws CommandException if it cannot be done
   */
  abstract int run(Invocation invocation) throws CommandException;
}
