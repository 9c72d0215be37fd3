package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.CheckResult;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.history.Ended;
import io.deploytelemetry.agent.history.HealthChange;
import io.deploytelemetry.agent.history.History;
import io.deploytelemetry.agent.metrics.Activity;
import io.deploytelemetry.agent.metrics.Distribution;
import io.deploytelemetry.agent.metrics.RunningCall;
import io.deploytelemetry.agent.metrics.Totals;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.Uptime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /history}: what runs, what has ended and how, how health was, and samples of the JVM; what
 * the page shows. Times are milliseconds since the agent's start, because the clock on the wall may
 * be set; {@code now} and {@code uptimeMs} tell how to convert them.
 */
final class HistoryEndpoint implements Endpoint {

  static final String PATH = "/history";

  private static final String AFTER = "after=";

  private final Settings settings;
  private final Uptime uptime;
  private final @Nullable History history;
  private final Activity activity;
  private final HealthChecks health;

  HistoryEndpoint(Settings settings, Shown shown) {
    this.settings = settings;
    this.uptime = shown.uptime;
    this.history = shown.history;
    this.activity = shown.metrics.activity();
    this.health = shown.health;
  }

  @Override
  public Answer answer(Request request) {
    if (!PageEndpoint.isFor(request, settings)) {
      return PageEndpoint.refusal(PATH);
    }
    long known = known(request.query());
    if (known < 0) {
      return Answer.text(400, "after is the number that an earlier answer has given as last.");
    }
    try {
      return Answer.json(200, body(known, HealthEndpoint.isTold(settings, request)))
          .zippedFor(request);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** The number up to which the caller knows everything; negative if it is none. */
  private static long known(@Nullable String query) {
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      if (parameter.startsWith(AFTER)) {
        String number = parameter.substring(AFTER.length());
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1;
      }
    }
    return 0;
  }

  private Map<String, Object> body(long known, boolean isHealthTold) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("startedAt", uptime.startedAt()); // tells one process from the next on this port
    body.put("now", System.currentTimeMillis());
    body.put("uptimeMs", uptime.millis());
    body.put("processors", Runtime.getRuntime().availableProcessors());
    body.put("running", running());
    body.put("totals", totals());
    if (isHealthTold) {
      body.put("health", health());
    }
    body.put("isRemembered", history != null);
    if (history != null) {
      History.Memory memory = history.after(known);
      body.put("last", memory.last());
      body.put("sampleSeconds", History.SAMPLE_SECONDS);
      body.put("notRemembered", Math.max(0, activity.ended() - memory.remembered()));
      body.put("ended", ended(memory.ended()));
      if (isHealthTold) {
        body.put("healthChanges", changes(memory.changes()));
      }
      body.put("samples", memory.samples());
    }
    return body;
  }

  private List<Object> running() {
    List<Object> running = new ArrayList<>();
    for (RunningCall call : activity.calls()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("kind", call.kind().word());
      entry.put("labels", labels(call.names(), call.labels()));
      entry.put("seconds", call.seconds());
      running.add(entry);
    }
    return running;
  }

  private List<Object> totals() {
    List<Object> all = new ArrayList<>();
    for (Totals totals : activity.totals()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("environment", totals.environment());
      entry.put("deployments", counts(totals.of(OperationKind.DEPLOYMENT)));
      entry.put("rollbacks", counts(totals.of(OperationKind.ROLLBACK)));
      entry.put("durationSeconds", distribution(totals.durations()));
      entry.put("leadTimeSeconds", distribution(totals.leadTimes()));
      entry.put("recoverySeconds", distribution(totals.recoveries()));
      all.add(entry);
    }
    return all;
  }

  private static Map<String, Long> counts(Map<Outcome, Long> byOutcome) {
    Map<String, Long> counts = new LinkedHashMap<>();
    byOutcome.forEach((outcome, calls) -> counts.put(outcome.label(), calls));
    return counts;
  }

  private static Map<String, Object> distribution(Distribution of) {
    if (of.count() == 0) {
      return Collections.singletonMap("count", 0);
    }
    Map<String, Object> distribution = new LinkedHashMap<>();
    distribution.put("count", of.count());
    distribution.put("p50", of.quantile(0.5));
    distribution.put("p90", of.quantile(0.9));
    distribution.put("p99", of.quantile(0.99));
    return distribution;
  }

  private List<Object> health() {
    List<Object> checks = new ArrayList<>();
    for (CheckResult check : health.report(null).checks()) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("check", check.name());
      entry.put("group", check.group());
      entry.put("status", check.status());
      entry.put("error", check.error());
      if (history != null) {
        entry.put("strip", history.strip(check.name()));
      }
      checks.add(entry);
    }
    return checks;
  }

  private static List<Object> ended(List<Ended> ended) {
    List<Object> all = new ArrayList<>();
    for (Ended each : ended) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("at", each.atMillis());
      entry.put("kind", each.spec().kind().word());
      entry.put("labels", labels(each.spec().names(), each.labels()));
      entry.put("version", each.version());
      entry.put("outcome", each.outcome().label());
      entry.put("seconds", each.seconds());
      entry.put("errorType", each.errorType());
      all.add(entry);
    }
    return all;
  }

  private static List<Object> changes(List<HealthChange> changes) {
    List<Object> all = new ArrayList<>();
    for (HealthChange change : changes) {
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      entry.put("at", change.atMillis());
      entry.put("check", change.check());
      entry.put("status", change.status());
      entry.put("error", change.error());
      all.add(entry);
    }
    return all;
  }

  private static Map<String, String> labels(List<String> names, List<String> values) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (!values.get(i).isEmpty()) {
        labels.put(names.get(i), values.get(i));
      }
    }
    return labels;
  }
}
