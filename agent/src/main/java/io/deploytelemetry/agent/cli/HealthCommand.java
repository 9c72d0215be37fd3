package io.deploytelemetry.agent.cli;

import java.io.IOException;
import java.net.URL;
import org.apache.commons.cli.Options;

/** {@code health}. */
final class HealthCommand extends Command {

  HealthCommand() {
    super(
        "health",
        "",
        0,
        0,
        "Asks the agent for /health/ready, or for the path in --url, and prints the answer. For the"
            + " HEALTHCHECK of a container image. Exit codes: 0 for UP, 1 for DOWN, 2 if there is"
            + " no answer.");
  }

  @Override
  Options options() {
    return AgentTarget.options();
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    AgentTarget target = AgentTarget.of(invocation);
    URL url = target.namedOr("/health/ready");
    Reply reply;
    try {
      reply = target.client().get(url);
    } catch (IOException unreachable) {
      throw new CommandException(AgentTarget.unanswered(url, unreachable));
    }
    if (reply.status() != 200 && reply.status() != 503) {
      throw new CommandException(url + " answers " + reply.status() + ": " + reply.body().trim());
    }
    invocation.terminal().answer(reply.body().trim());
    return reply.status() == 200 ? YES : NO;
  }
}
