package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The catalogue: every metric family of the agent, with its name, type, help text and labels. The
 * names here are the ones that dashboards, rules and documents use.
 */
public enum Family {
  DEPLOYMENTS_STARTED(
      "deployments_started_total", Type.COUNTER, "Deployments that began.", Base.YES, "strategy"),
  DEPLOYMENTS(
      "deployments_total",
      Type.COUNTER,
      "Deployments that ended, by outcome.",
      Base.YES,
      "strategy",
      "outcome"),
  DEPLOYMENT_DURATION(
      "deployment_duration_seconds",
      Type.HISTOGRAM,
      "How long deployments took.",
      Base.YES,
      "strategy",
      "outcome"),
  DEPLOYMENTS_IN_PROGRESS(
      "deployments_in_progress", Type.GAUGE, "Deployments that are running.", Base.YES, "strategy"),
  DEPLOYMENT_OLDEST_START(
      "deployment_oldest_in_progress_start_timestamp_seconds",
      Type.GAUGE,
      "When the longest running deployment began; absent when none runs.",
      Base.YES,
      "strategy"),
  DEPLOYMENT_ERRORS(
      "deployment_errors_total",
      Type.COUNTER,
      "Deployments that ended in failure, error or timeout, by what they failed with.",
      Base.YES,
      "error_type"),
  DEPLOYMENT_LAST_COMPLETED(
      "deployment_last_completed_timestamp_seconds",
      Type.GAUGE,
      "When the last deployment with this outcome ended.",
      Base.YES,
      "strategy",
      "outcome"),
  DEPLOYMENT_LAST_OUTCOME(
      "deployment_last_outcome",
      Type.GAUGE,
      "1 for the outcome of the deployment that ended last, else 0.",
      Base.YES,
      "outcome"),
  DEPLOYMENT_LAST_DURATION(
      "deployment_last_duration_seconds",
      Type.GAUGE,
      "How long the deployment took that ended last.",
      Base.YES),

  ROLLBACKS_STARTED(
      "rollbacks_started_total",
      Type.COUNTER,
      "Rollbacks that began.",
      Base.YES,
      "strategy",
      "reason"),
  ROLLBACKS(
      "rollbacks_total",
      Type.COUNTER,
      "Rollbacks that ended, by outcome.",
      Base.YES,
      "strategy",
      "reason",
      "outcome"),
  ROLLBACK_DURATION(
      "rollback_duration_seconds",
      Type.HISTOGRAM,
      "How long rollbacks took.",
      Base.YES,
      "strategy",
      "reason",
      "outcome"),
  ROLLBACKS_IN_PROGRESS(
      "rollbacks_in_progress",
      Type.GAUGE,
      "Rollbacks that are running.",
      Base.YES,
      "strategy",
      "reason"),
  ROLLBACK_OLDEST_START(
      "rollback_oldest_in_progress_start_timestamp_seconds",
      Type.GAUGE,
      "When the longest running rollback began; absent when none runs.",
      Base.YES,
      "strategy",
      "reason"),
  ROLLBACK_ERRORS(
      "rollback_errors_total",
      Type.COUNTER,
      "Rollbacks that ended in failure, error or timeout, by what they failed with.",
      Base.YES,
      "error_type"),
  ROLLBACK_LAST_COMPLETED(
      "rollback_last_completed_timestamp_seconds",
      Type.GAUGE,
      "When the last rollback with this outcome ended.",
      Base.YES,
      "strategy",
      "reason",
      "outcome"),

  HEALTH_CHECKS(
      "health_checks_total",
      Type.COUNTER,
      "Runs of health checks, by outcome.",
      Base.YES,
      "check",
      "group",
      "outcome"),
  HEALTH_CHECK_DURATION(
      "health_check_duration_seconds",
      Type.HISTOGRAM,
      "How long health checks took.",
      Base.YES,
      "check"),
  HEALTH_CHECK_STATUS(
      "health_check_status",
      Type.GAUGE,
      "1 if the check was up when it last ran, else 0; absent while it has not run.",
      Base.YES,
      "check",
      "group"),
  HEALTH_CHECK_LAST_RUN(
      "health_check_last_run_timestamp_seconds",
      Type.GAUGE,
      "When the check last ran.",
      Base.YES,
      "check"),
  HEALTH_CHECK_LAST_SUCCESS(
      "health_check_last_success_timestamp_seconds",
      Type.GAUGE,
      "When the check was last up.",
      Base.YES,
      "check"),
  HEALTH_CHECK_PERIOD(
      "health_check_period_seconds",
      Type.GAUGE,
      "How often the agent runs the check; 0 for one that it only observes.",
      Base.YES,
      "check"),
  HEALTH_STATUS(
      "health_status",
      Type.GAUGE,
      "1 if all checks of the group are up, else 0.",
      Base.NO,
      "group"),

  AGENT_INFO(
      "telemetry_agent_info",
      Type.INFO,
      "The agent and the JVM it runs in.",
      Base.NO,
      "version",
      "java_version"),
  AGENT_STARTUP_DURATION(
      "telemetry_agent_startup_duration_seconds",
      Type.GAUGE,
      "How long the agent held up the start of the application.",
      Base.NO),
  AGENT_WOVEN_CLASSES(
      "telemetry_agent_woven_classes", Type.GAUGE, "Classes with woven methods.", Base.NO),
  AGENT_WOVEN_METHODS(
      "telemetry_agent_woven_methods", Type.GAUGE, "Woven methods.", Base.NO, "kind"),
  AGENT_SERIES(
      "telemetry_agent_series", Type.GAUGE, "Label sets of each family.", Base.NO, "metric"),
  AGENT_INVOCATIONS(
      "telemetry_agent_invocations_total",
      Type.COUNTER,
      "Calls of woven methods that were counted.",
      Base.NO,
      "kind"),
  AGENT_WEAVE_ERRORS(
      "telemetry_agent_weave_errors_total",
      Type.COUNTER,
      "Classes left unwoven because the agent failed.",
      Base.NO),
  AGENT_ADVICE_ERRORS(
      "telemetry_agent_advice_errors_total",
      Type.COUNTER,
      "Calls not measured because the agent failed.",
      Base.NO),
  AGENT_LABEL_OVERFLOW(
      "telemetry_agent_label_overflow_total",
      Type.COUNTER,
      "Label values replaced by _OTHER because there were too many.",
      Base.NO,
      "metric",
      "label"),
  AGENT_SCRAPES(
      "telemetry_agent_scrapes_total", Type.COUNTER, "Scrapes answered.", Base.NO, "outcome"),
  AGENT_HTTP_REJECTED(
      "telemetry_agent_http_rejected_total",
      Type.COUNTER,
      "Requests not served, by reason.",
      Base.NO,
      "reason"),
  AGENT_SCRAPE_DURATION(
      "telemetry_agent_scrape_duration_seconds",
      Type.SUMMARY,
      "How long scrapes took to answer.",
      Base.NO);

  /** Types of families, as Prometheus has them. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY,
    INFO
  }

  private enum Base {
    YES,
    NO
  }

  private final String fullName;
  private final Type type;
  private final String help;
  private final List<String> labels;

  Family(String fullName, Type type, String help, Base base, String... labels) {
    this.fullName = fullName;
    this.type = type;
    this.help = help;
    List<String> all = new ArrayList<>();
    if (base == Base.YES) {
      all.addAll(OperationKind.DEPLOYMENT.labels().subList(0, OperationKind.BASE_LABELS));
    }
    all.addAll(Arrays.asList(labels));
    this.labels = Collections.unmodifiableList(all);
  }

  /** The name as it stands in the exposition, with {@code _total} and {@code _info}. */
  public String fullName() {
    return fullName;
  }

  public Type type() {
    return type;
  }

  public String help() {
    return help;
  }

  /** The names of the labels, in the order in which values are given. */
  public List<String> labels() {
    return labels;
  }
}
