package io.deploytelemetry.agent.model;

import java.util.EnumMap;
import java.util.Map;

/** The upper bounds of classic histograms, in seconds, without +Inf. Immutable. */
public final class Bounds {

  /** The bounds of the catalogue. */
  public static final Bounds STANDARD = new Bounds(new EnumMap<>(Family.class));

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

  private final Map<Family, double[]> others;

  /** Makes bounds; {@code others} stand in for those of the catalogue. */
  public Bounds(Map<Family, double[]> others) {
    this.others = others;
  }

  /** The bounds of a histogram. */
  public double[] of(Family family) {
    double[] other = others.get(family);
    return (other == null ? standard(family) : other).clone();
  }

  private static double[] standard(Family family) {
    switch (family) {
      case HEALTH_CHECK_DURATION:
        return HEALTH_CHECK;
      case OPERATION_DURATION:
        return OPERATION;
      case DEPLOYMENT_WAIT_DURATION:
        return WAIT;
      case DEPLOYMENT_LEAD_TIME:
        return LEAD_TIME;
      case DEPLOYMENT_RECOVERY:
        return RECOVERY;
      default:
        return DEPLOYMENT;
    }
  }
}
