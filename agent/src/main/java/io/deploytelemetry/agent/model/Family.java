package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  DEPLOYMENT_LEAD_TIME(
      "deployment_lead_time_seconds",
      Type.HISTOGRAM,
      "How long it took from the commit to the end of its deployment, if that succeeded.",
      Base.YES),
  DEPLOYMENT_RECOVERY(
      "deployment_recovery_seconds",
      Type.HISTOGRAM,
      "How long it took from the first deployment or rollback that failed to the next one that"
          + " succeeded.",
      Base.YES),
  DEPLOYMENT_INFO("deployment_info", Type.INFO, "The version that is live.", Base.YES, "version"),
  DEPLOYMENT_TARGETS_UPDATED(
      "deployment_targets_updated_total",
      Type.COUNTER,
      "Targets updated by deployments and rollbacks that succeeded.",
      Base.YES,
      "operation"),
  DEPLOYMENT_TARGETS(
      "deployment_targets",
      Type.GAUGE,
      "Targets by state, as an operation last found them.",
      Base.YES,
      "state"),
  DEPLOYMENT_WAIT_DURATION(
      "deployment_wait_duration_seconds",
      Type.HISTOGRAM,
      "How long deployments waited.",
      Base.YES,
      "reason"),
  DEPLOYMENT_WAITS_IN_PROGRESS(
      "deployment_waits_in_progress",
      Type.GAUGE,
      "Deployments that are waiting.",
      Base.YES,
      "reason"),
  DEPLOYMENT_APPROVAL_REQUESTS(
      "deployment_approval_requests_total", Type.COUNTER, "Approvals asked for.", Base.YES),
  DEPLOYMENT_APPROVALS(
      "deployment_approvals_total",
      Type.COUNTER,
      "Approvals decided, by decision.",
      Base.YES,
      "decision"),

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
  OPERATIONS_STARTED(
      "operations_started_total", Type.COUNTER, "Operations that began.", Base.YES, "operation"),
  OPERATIONS_IN_PROGRESS(
      "operations_in_progress", Type.GAUGE, "Operations that are running.", Base.YES, "operation"),
  OPERATIONS(
      "operations_total",
      Type.COUNTER,
      "Operations that ended, by outcome.",
      Base.YES,
      "operation",
      "outcome"),
  OPERATION_DURATION(
      "operation_duration_seconds",
      Type.HISTOGRAM,
      "How long operations took.",
      Base.YES,
      "operation",
      "outcome"),
  OPERATION_ERRORS(
      "operation_errors_total",
      Type.COUNTER,
      "Operations that ended in failure, error or timeout, by what they failed with.",
      Base.YES,
      "operation",
      "error_type"),
  OPERATION_EVENTS(
      "operation_events_total",
      Type.COUNTER,
      "What happened in operations, by value.",
      Base.YES,
      "operation",
      "event"),

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
  AGENT_QUEUE_SIZE(
      "telemetry_agent_queue_size",
      Type.GAUGE,
      "What waits for a thread: rounds of health checks.",
      Base.NO,
      "queue"),
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
  AGENT_PUSHES(
      "telemetry_agent_pushes_total",
      Type.COUNTER,
      "Metrics left behind, by where to.",
      Base.NO,
      "sink",
      "outcome"),
  AGENT_PUSH_LAST_SUCCESS(
      "telemetry_agent_push_last_success_timestamp_seconds",
      Type.GAUGE,
      "When metrics were last left behind.",
      Base.NO,
      "sink"),
  AGENT_PUSH_DURATION(
      "telemetry_agent_push_duration_seconds",
      Type.SUMMARY,
      "Time taken to leave metrics behind.",
      Base.NO,
      "sink"),
  AGENT_SCRAPES(
      "telemetry_agent_scrapes_total", Type.COUNTER, "Scrapes answered.", Base.NO, "outcome"),
  AGENT_HTTP_REJECTED(
      "telemetry_agent_http_rejected_total",
      Type.COUNTER,
      "Requests not served, by reason.",
      Base.NO,
      "reason"),
  AGENT_DROPPED(
      "telemetry_agent_dropped_total",
      Type.COUNTER,
      "Runs of health checks that were due and did not begin: too many hang, or there was no"
          + " thread.",
      Base.NO,
      "reason"),
  AGENT_CONFIG_RELOADS(
      "telemetry_agent_config_reloads_total",
      Type.COUNTER,
      "Files that were read again because they have changed.",
      Base.NO,
      "outcome"),
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
  private final boolean hasBase;
  private final List<String> ownLabels;

  Family(String fullName, Type type, String help, Base base, String... labels) {
    this.fullName = fullName;
    this.type = type;
    this.help = help;
    this.hasBase = base == Base.YES;
    this.ownLabels = Collections.unmodifiableList(Arrays.asList(labels));
  }

  /** The names of all histograms. */
  public static List<String> histograms() {
    List<String> names = new ArrayList<>();
    for (Family family : values()) {
      if (family.type == Type.HISTOGRAM) {
        names.add(family.fullName);
      }
    }
    return names;
  }

  /** The family that counts the errors of a kind; {@code null} if there is none. */
  public static @Nullable Family errorsOf(OperationKind kind) {
    switch (kind) {
      case DEPLOYMENT:
        return DEPLOYMENT_ERRORS;
      case ROLLBACK:
        return ROLLBACK_ERRORS;
      case OPERATION:
        return OPERATION_ERRORS;
      default:
        return null;
    }
  }

  /** The family that counts the calls of a kind. */
  public static Family countOf(OperationKind kind) {
    switch (kind) {
      case ROLLBACK:
        return ROLLBACKS;
      case HEALTH_CHECK:
        return HEALTH_CHECKS;
      case WAIT:
        return DEPLOYMENT_WAIT_DURATION;
      case OPERATION:
        return OPERATIONS;
      case APPROVAL:
        return DEPLOYMENT_APPROVALS;
      default:
        return DEPLOYMENTS;
    }
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

  /** Whether it has the labels of the base: whether it is about deployments, not the agent. */
  boolean hasBase() {
    return hasBase;
  }

  /** The names of the labels that it has beside those of the base. */
  List<String> ownLabels() {
    return ownLabels;
  }

  /** Whether it tells of the agent itself; such names are never prefixed. */
  public boolean isOfAgent() {
    return fullName.startsWith("telemetry_agent_");
  }
}
