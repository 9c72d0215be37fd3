package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.CheckResult;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.health.HealthReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health}, one of its groups, or one check: 200 if all is up, else 503. The status is for
 * everybody, the checks behind it for those whom {@code health.details} names.
 */
final class HealthEndpoint implements Endpoint {

  static final String ALL = "/health";

  private static final String GROUPS = ALL + "/";
  private static final String CHECKS = GROUPS + "check/";

  /** What is asked for before there is any check. */
  private static final List<String> STANDARD =
      Arrays.asList("live", HealthChecks.READY, HealthChecks.STARTED);

  private static final int MOST_INSTANCES = 100;

  private final HealthChecks checks;
  private final Settings settings;
  private final @Nullable String path;

  /**
   * Makes an endpoint.
   *
   * @param path what it answers for, whatever the request's path; {@code null} for what that is
   */
  HealthEndpoint(HealthChecks checks, Settings settings, @Nullable String path) {
    this.checks = checks;
    this.settings = settings;
    this.path = path;
  }

  @Override
  public Answer answer(Request request) {
    HealthReport report = report(path == null ? request.path() : path);
    if (report == null) {
      return Answer.text(404, "There is no such check, nor a group with one.");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", report.isUp() ? "UP" : "DOWN");
    if (isTold(settings, request)) {
      Map<String, Object> byName = new LinkedHashMap<>();
      for (CheckResult check : report.checks()) {
        byName.put(check.name(), detailsWithInstances(check));
      }
      body.put("checks", byName);
    }
    return Answer.json(report.isUp() ? 200 : 503, body);
  }

  @Override
  public boolean isForEverybody() {
    return true;
  }

  private @Nullable HealthReport report(String asked) {
    if (asked.equals(ALL)) {
      return checks.report(null);
    }
    if (asked.startsWith(CHECKS)) {
      HealthReport report = checks.reportOf(asked.substring(CHECKS.length()));
      return report.checks().isEmpty() ? null : report;
    }
    String group = asked.substring(GROUPS.length());
    HealthReport report = checks.report(group);
    return report.checks().isEmpty() && !STANDARD.contains(group) ? null : report;
  }

  /** Whether a caller is told of the checks behind the status. */
  static boolean isTold(Settings settings, Request request) {
    return settings.is(Option.HEALTH_DETAILS, "always")
        || (settings.is(Option.HEALTH_DETAILS, "local") && request.isTrusted());
  }

  private static Map<String, Object> detailsWithInstances(CheckResult check) {
    Map<String, Object> details = details(check);
    List<Object> instances = new ArrayList<>();
    for (CheckResult instance : check.parts()) {
      if (instances.size() < MOST_INSTANCES) {
        instances.add(details(instance));
      }
    }
    if (!instances.isEmpty()) {
      details.put("instances", instances);
    }
    return details;
  }

  private static Map<String, Object> details(CheckResult check) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("status", check.status());
    details.put("group", check.group());
    if (check.hasRun()) {
      details.put("durationMs", check.durationMillis());
      details.put("ageMs", check.ageMillis());
    }
    String error = check.error();
    if (error != null) {
      details.put("error", error);
    }
    return details;
  }
}
