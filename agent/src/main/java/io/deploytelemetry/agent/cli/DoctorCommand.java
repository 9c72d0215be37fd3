package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.http.Json;
import java.net.URL;
import org.apache.commons.cli.Options;

/** {@code doctor}. */
final class DoctorCommand extends Command {

  DoctorCommand() {
    super(
        "doctor",
        "",
        0,
        0,
        "Looks whether an agent is reached, what it measures, and whether Prometheus gets it and"
            + " has the rules for it. A line for each thing looked at says what is wrong and what"
            + " to do. Exit code 1: something is wrong.");
  }

  @Override
  Options options() {
    return AgentTarget.options()
        .addOption(
            CommandOptions.value(
                "prometheus",
                "URL",
                "the Prometheus that scrapes it, such as http://localhost:9090"))
        .addOption(CommandOptions.json());
  }

  @Override
  int run(Invocation invocation) throws CommandException {
    AgentTarget target = AgentTarget.of(invocation);
    URL prometheus =
        invocation.has("prometheus")
            ? AgentTarget.url("--prometheus", invocation.get("prometheus"))
            : null;
    Diagnosis diagnosis = new Diagnosis();
    new AgentDiagnosis(target, invocation.version(), diagnosis).make();
    if (prometheus != null) {
      WebClient client = new WebClient(invocation.millis("timeout", "5s"), "", null, true);
      PrometheusApi api = new PrometheusApi(prometheus, client);
      new PrometheusDiagnosis(api, target.metrics(), diagnosis).make();
    }
    if (invocation.has("json")) {
      invocation.terminal().answer(Json.of(diagnosis.json()));
    } else {
      for (String line : diagnosis.lines()) {
        invocation.terminal().answer(line);
      }
    }
    return diagnosis.isGood() ? YES : NO;
  }
}
