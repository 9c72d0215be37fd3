package io.deploytelemetry.agent.model;

/** The upper bounds of the catalogue's classic histograms, in seconds, without +Inf. */
public final class Bounds {

  private static final double[] DEPLOYMENT = {
    1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400
  };
  private static final double[] HEALTH_CHECK = {
    .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
  };

  private Bounds() {}

  /** The bounds of the durations of a kind. */
  public static double[] of(OperationKind kind) {
    return (kind == OperationKind.HEALTH_CHECK ? HEALTH_CHECK : DEPLOYMENT).clone();
  }
}
