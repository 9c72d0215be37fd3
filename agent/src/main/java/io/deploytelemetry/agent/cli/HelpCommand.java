package io.deploytelemetry.agent.cli;

import org.apache.commons.cli.Options;

/** {@code help}. */
final class HelpCommand extends Command {

  HelpCommand() {
    super("help", "[COMMAND]", 0, 1, "Lists the commands, or tells about one.");
  }

  @Override
  Options options() {
    return new Options();
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    if (invocation.operands().isEmpty()) {
      invocation.terminal().answer(Help.overview());
      return YES;
    }
    invocation.terminal().answer(Help.of(CommandLineTool.named(invocation.operands().get(0))));
    return YES;
  }
}
