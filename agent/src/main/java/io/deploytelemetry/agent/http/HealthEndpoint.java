package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.CheckResult;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.health.HealthReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health} or one of its groups: 200 if all is up, else 503. The status is for everybody,
 * the checks behind it for those whom {@code health.details} names.
 */
final class HealthEndpoint implements Endpoint {

  private final HealthChecks checks;
  private final Settings settings;
  private final @Nullable String group;

  /**
   * Makes an endpoint.
   *
   * @param group the group that it answers for; {@code null} for all
   */
  HealthEndpoint(HealthChecks checks, Settings settings, @Nullable String group) {
    this.checks = checks;
    this.settings = settings;
    this.group = group;
  }

  @Override
  public Answer answer(Request request) {
    HealthReport report = checks.report(group);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", report.isUp() ? "UP" : "DOWN");
    if (isTold(request)) {
      Map<String, Object> byName = new LinkedHashMap<>();
      for (CheckResult check : report.checks()) {
        byName.put(check.name(), details(check));
      }
      body.put("checks", byName);
    }
    return Answer.json(report.isUp() ? 200 : 503, body);
  }

  @Override
  public boolean isForEverybody() {
    return true;
  }

  private boolean isTold(Request request) {
    return settings.is(Option.HEALTH_DETAILS, "always")
        || (settings.is(Option.HEALTH_DETAILS, "local") && request.isTrusted());
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
