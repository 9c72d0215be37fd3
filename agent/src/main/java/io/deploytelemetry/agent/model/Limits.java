package io.deploytelemetry.agent.model;

/** How many values calls may give to labels before further ones are counted together. Immutable. */
public final class Limits {

  /** The limits of the catalogue. */
  public static final Limits STANDARD = new Limits(10_000, 1_000, 100);

  private final int series;
  private final int applications;
  private final int values;

  /**
   * Makes limits.
   *
   * @param series label sets of a kind
   * @param applications values of the label for what is deployed, by kind
   * @param values values of any other label, by kind
   */
  public Limits(int series, int applications, int values) {
    this.series = series;
    this.applications = applications;
    this.values = values;
  }

  /** How many label sets a kind may have. */
  public int series() {
    return series;
  }

  /** The option that raises the limit of a label's values. */
  public String option(String label) {
    return label.equals("application") ? "limits.applications" : "limits.values";
  }

  /** How many values from calls a label may have. */
  public int values(String label) {
    return label.equals("application") ? applications : values;
  }
}
