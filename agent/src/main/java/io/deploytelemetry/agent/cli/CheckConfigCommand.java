package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.http.Json;
import io.deploytelemetry.agent.http.TelemetryServer;
import io.deploytelemetry.agent.scan.Scan;
import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** {@code check-config}. */
final class CheckConfigCommand extends Command {

  CheckConfigCommand() {
    super(
        "check-config",
        "FILE",
        1,
        1,
        "Names what is wrong with a configuration file, each with its line. Whether a rule matches"
            + " anything, scan tells. Exit code 1: something is wrong.");
  }

  @Override
  Options options() {
    return new Options().addOption(CommandOptions.json());
  }

  /** What is wrong, and where. */
  private static final class Problem {

    final int line;
    final String what;

    /** Takes a text such as {@code telemetry.yaml:12: it is wrong} apart. */
    Problem(String file, String text) {
      String rest = text.startsWith(file + ":") ? text.substring(file.length() + 1) : "";
      int end = 0;
      while (end < rest.length() && rest.charAt(end) >= '0' && rest.charAt(end) <= '9') {
        end++;
      }
      line = end == 0 ? 1 : Integer.parseInt(rest.substring(0, end));
      String behind = end == 0 ? text : rest.substring(end);
      what = (behind.startsWith(":") ? behind.substring(1) : behind).trim();
    }
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    File file = CommandOptions.existing(invocation.operands().get(0));
    if (!file.isFile() || !file.canRead()) {
      throw new CommandException(file + " is no file that this process may read");
    }
    List<Problem> problems = problems(file);
    if (invocation.has("json")) {
      invocation.terminal().answer(Json.of(json(file, problems)));
    } else {
      for (Problem problem : problems) {
        invocation.terminal().answer(file + ":" + problem.line + ": " + problem.what);
      }
      if (problems.isEmpty()) {
        invocation.terminal().answer(file + ": nothing is wrong");
      }
    }
    return problems.isEmpty() ? YES : NO;
  }

  private static List<Problem> problems(File file) {
    Settings settings = Settings.ofFile(file);
    List<Problem> problems = new ArrayList<>();
    for (String problem : settings.problems()) {
      problems.add(new Problem(file.getName(), problem));
    }
    Scan.malformedRules(settings)
        .forEach(
            (source, reason) -> problems.add(new Problem(file.getName(), source + ": " + reason)));
    String users = TelemetryServer.problem(settings);
    if (users != null) {
      String place = settings.source(Option.AUTH_USERS);
      problems.add(new Problem(file.getName(), place + ": " + users));
    }
    problems.sort(Comparator.comparingInt(problem -> problem.line));
    return problems;
  }

  private static Map<String, Object> json(File file, List<Problem> problems) {
    List<Object> list = new ArrayList<>();
    for (Problem problem : problems) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("line", problem.line);
      entry.put("problem", problem.what);
      list.add(entry);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", file.getPath());
    answer.put("problems", list);
    return answer;
  }
}
