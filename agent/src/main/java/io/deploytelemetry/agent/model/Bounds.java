package io.deploytelemetry.agent.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The upper bounds of classic histograms, in seconds, without +Inf. Those of a kind's durations are
 * asked for by the kind: the first call of a method needs them, and not the whole catalogue of
 * families. Immutable.
 */
public final class Bounds {

  /** The bounds of the catalogue. */
  public static final Bounds STANDARD = new Bounds(Collections.emptyMap());

  public static final String LEAD_TIMES = "deployment_lead_time_seconds";
  public static final String RECOVERIES = "deployment_recovery_seconds";

  private static final double[] DEPLOYMENT = {
    1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400
  };
  private static final double[] HEALTH_CHECK = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
  };
  private static final double[] OPERATION = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600
  };
  private static final double[] WAIT = {.1, .5, 1, 5, 15, 60, 300, 900, 3600, 14400, 86400, 604800};
  private static final double[] LEAD_TIME = {
    300, 900, 3600, 14400, 28800, 86400, 172800, 604800, 1209600, 2592000
  };
  private static final double[] RECOVERY = {
    60, 300, 900, 1800, 3600, 14400, 43200, 86400, 259200, 604800
  };

  private final Map<String, double[]> others;

  /** Makes bounds; {@code others}, by the histogram's name, stand in for those of the catalogue. */
  public Bounds(Map<String, double[]> others) {
    this.others = new LinkedHashMap<>(others);
  }

  /** The bounds of a kind's durations; an approval has no histogram, and takes a deployment's. */
  public double[] ofDurations(OperationKind kind) {
    if (kind == OperationKind.HEALTH_CHECK) {
      return of(durationsOf(kind), HEALTH_CHECK);
    }
    if (kind == OperationKind.OPERATION) {
      return of(durationsOf(kind), OPERATION);
    }
    return of(durationsOf(kind), kind == OperationKind.WAIT ? WAIT : DEPLOYMENT);
  }

  /** The name of the histogram of a kind's durations. */
  public static String durationsOf(OperationKind kind) {
    if (kind == OperationKind.APPROVAL) {
      return durationsOf(OperationKind.DEPLOYMENT);
    }
    return (kind == OperationKind.WAIT ? "deployment_wait" : kind.word()) + "_duration_seconds";
  }

  /** The bounds of lead times. */
  public double[] ofLeadTimes() {
    return of(LEAD_TIMES, LEAD_TIME);
  }

  /** The bounds of recoveries. */
  public double[] ofRecoveries() {
    return of(RECOVERIES, RECOVERY);
  }

  private double[] of(String histogram, double[] standard) {
    double @Nullable [] other = others.get(histogram);
    return (other == null ? standard : other).clone();
  }
}
