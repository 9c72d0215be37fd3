package io.deploytelemetry.agent.cli;

import java.io.IOException;
import java.net.URL;
import java.util.List;

/** Looks at an agent through its port. */
final class AgentDiagnosis {

  private final AgentTarget target;
  private final String version;
  private final Diagnosis diagnosis;

  AgentDiagnosis(AgentTarget target, String version, Diagnosis diagnosis) {
    this.target = target;
    this.version = version;
    this.diagnosis = diagnosis;
  }

  void make() {
    URL url = target.metrics();
    Reply reply;
    long begin = System.nanoTime();
    try {
      reply = target.client().get(url);
    } catch (IOException unreachable) {
      diagnosis.bad("reachable", AgentTarget.unanswered(url, unreachable));
      return;
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    if (reply.status() != 200) {
      diagnosis.bad(
          "reachable", url + " answers " + reply.status() + ". " + advice(reply.status()));
      return;
    }
    diagnosis.good("reachable", url + " answers in " + millis + " ms");
    MetricsText metrics;
    try {
      metrics = MetricsText.parse(reply.body());
    } catch (IllegalArgumentException malformed) {
      diagnosis.bad(
          "format",
          malformed.getMessage()
              + ". This is not Prometheus' text format; does the agent serve"
              + " there?");
      return;
    }
    diagnosis.good("format", metrics.size() + " samples");
    if (isAgent(metrics)) {
      lookAtMethods(metrics);
      lookAtHealth();
    }
  }

  private static String advice(int status) {
    switch (status) {
      case 401:
        return "It wants --token-file, or --user and --password-file";
      case 404:
        return "Metrics are served elsewhere, see the option metrics.path; name the path in --url";
      case 503:
        return "It has enough to do, or is starting; try again";
      default:
        return "Is it the agent that serves there?";
    }
  }

  private boolean isAgent(MetricsText metrics) {
    List<MetricsText.Sample> info = metrics.of("telemetry_agent_info");
    if (info.isEmpty()) {
      diagnosis.bad(
          "agent",
          "telemetry_agent_info is missing: another program serves there. --url names another"
              + " address");
      return false;
    }
    String found = info.get(0).labels.getOrDefault("version", "");
    diagnosis.good(
        "agent",
        "version "
            + found
            + " on Java "
            + info.get(0).labels.getOrDefault("java_version", "")
            + (found.equals(version) ? "" : "; this jar is " + version));
    return true;
  }

  private void lookAtMethods(MetricsText metrics) {
    long methods = (long) metrics.sum("telemetry_agent_woven_methods");
    long failed = (long) metrics.sum("telemetry_agent_weave_errors_total");
    if (methods == 0) {
      diagnosis.bad(
          "methods",
          "nothing is measured so far. Has the annotated code been loaded? scan tells what would"
              + " be measured, and /status what is not and why");
    } else {
      diagnosis.good("methods", methods + " are measured");
    }
    if (failed > 0) {
      diagnosis.bad("weaving", failed + " classes could not be woven; /status tells why");
    }
    long calls = (long) metrics.sum("telemetry_agent_invocations_total");
    if (methods > 0) {
      diagnosis.good(
          "series",
          (long) metrics.sum("telemetry_agent_series")
              + " of "
              + calls
              + " calls"
              + (calls == 0 ? "; where labels come from calls, the first call makes them" : ""));
    }
  }

  private void lookAtHealth() {
    URL url = target.at("/health/ready");
    try {
      Reply reply = target.client().get(url);
      if (reply.status() == 200) {
        diagnosis.good("health", "UP");
      } else {
        diagnosis.bad("health", url + " answers " + reply.status() + ": " + reply.body().trim());
      }
    } catch (IOException unreachable) {
      diagnosis.bad("health", AgentTarget.unanswered(url, unreachable));
    }
  }
}
