package io.deploytelemetry.agent.http;

import com.sun.net.httpserver.HttpExchange;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.CheckResult;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.health.HealthReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health} or one of its groups: 200 if all is up, else 503. The status is for everybody,
 * the checks behind it for those whom {@code health.details} names.
 */
final class HealthEndpoint implements Endpoint {

  private static final int MOST_INSTANCES = 100;

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
  public void answer(HttpExchange exchange) throws IOException {
    HealthReport report = checks.report(group);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", report.isUp() ? "UP" : "DOWN");
    if (isTold(exchange)) {
      Map<String, Object> byName = new LinkedHashMap<>();
      for (CheckResult check : report.checks()) {
        Map<String, Object> details = details(check);
        if (!check.parts().isEmpty()) {
          details.put("instances", instances(check));
        }
        byName.put(check.name(), details);
      }
      body.put("checks", byName);
    }
    Answer.json(report.isUp() ? 200 : 503, body).send(exchange);
  }

  private boolean isTold(HttpExchange exchange) {
    return settings.is(Option.HEALTH_DETAILS, "always")
        || (settings.is(Option.HEALTH_DETAILS, "local") && Callers.isLocal(exchange));
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

  private static List<Object> instances(CheckResult check) {
    List<Object> instances = new ArrayList<>();
    for (CheckResult instance : check.parts()) {
      if (instances.size() < MOST_INSTANCES) {
        instances.add(details(instance));
      }
    }
    return instances;
  }
}
