package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code version}. */
final class VersionCommand extends Command {

  VersionCommand() {
    super("version", "", 0, 0, "Prints the version of this jar.");
  }

  @Override
  Options options() {
    return new Options().addOption(CommandOptions.json());
  }

  @Override
  int run(Invocation invocation) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("version", invocation.version());
    answer.put("java", System.getProperty("java.version"));
    invocation.terminal().answer(invocation.has("json") ? Json.of(answer) : invocation.version());
    return YES;
  }
}
