package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.RunningCall;
import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.HealthListener;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.OutcomeListener;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line of the log for each deployment and rollback that has ended, and for each change of
 * a health check. Its fields are named as the labels of the metrics.
 */
final class LoggedEvents implements OutcomeListener, HealthListener {

  /** What every line, and these here, have of their own; a user's label may be called so. */
  private static final List<String> OWN =
      Arrays.asList(
          "timestamp",
          "level",
          "message",
          "stack",
          "method",
          "duration_seconds",
          "status",
          "error");

  @Override
  public boolean wants(Outcome outcome) {
    return Log.hasEvents();
  }

  @Override
  public void ended(
      ProbeSpec spec,
      List<String> labels,
      String version,
      Outcome outcome,
      long nanos,
      String errorType) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", spec.kind().word());
    fields.put("outcome", outcome.label());
    fields.put("duration_seconds", TimeUnit.NANOSECONDS.toMillis(nanos) / 1e3);
    putUnlessEmpty(fields, "version", version);
    putUnlessEmpty(fields, "error_type", errorType);
    putLabels(fields, spec.names(), labels);
    fields.put("method", spec.className() + "#" + spec.method());
    Log.event(
        outcome.isError() ? Log.Level.WARN : Log.Level.INFO,
        spec.kind().word() + " ended: " + outcome.label(),
        fields);
  }

  /** Deployments and rollbacks that are still running when the JVM ends: nobody knows how. */
  static void endedWithTheJvm(List<RunningCall> calls) {
    for (RunningCall call : calls) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("event", call.kind().word());
      fields.put("outcome", Outcome.UNKNOWN.label());
      fields.put("duration_seconds", call.seconds());
      putLabels(fields, call.names(), call.labels());
      Log.event(Log.Level.WARN, call.kind().word() + " was running when the JVM ended", fields);
    }
  }

  @Override
  public void changed(Check check, String status, @Nullable String error) {
    if (!Log.hasEvents()) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", "health_check");
    fields.put("status", status);
    putUnlessEmpty(fields, "error", error == null ? "" : error);
    putLabels(fields, check.names(), check.labels());
    Log.event(
        status.equals("UP") ? Log.Level.INFO : Log.Level.WARN,
        "health check " + check.name() + " is " + status,
        fields);
  }

  private static void putLabels(
      Map<String, Object> fields, List<String> names, List<String> labels) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      putUnlessEmpty(fields, OWN.contains(name) ? "label_" + name : name, labels.get(i));
    }
  }

  private static void putUnlessEmpty(Map<String, Object> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
