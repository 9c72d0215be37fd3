package io.deploytelemetry.agent.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the user has said of the metrics as a whole. Immutable. */
public final class Schema {

  private final LabelNames names;
  private final Limits limits;
  private final Bounds bounds;
  private final OutcomeWords words;
  private final String namespace;
  private final Map<String, String> constantLabels;

  /**
   * Makes a schema.
   *
   * @param namespace what the names of the domain's metrics begin with, without {@code _}; {@code
   *     ""} for nothing
   * @param constantLabels labels that every one of the domain's metrics has, with their values
   */
  public Schema(
      LabelNames names,
      Limits limits,
      Bounds bounds,
      OutcomeWords words,
      String namespace,
      Map<String, String> constantLabels) {
    this.names = names;
    this.limits = limits;
    this.bounds = bounds;
    this.words = words;
    this.namespace = namespace;
    this.constantLabels = Collections.unmodifiableMap(new LinkedHashMap<>(constantLabels));
  }

  /** The catalogue as it is. */
  public static Schema standard() {
    return new Schema(
        new LabelNames(Collections.emptyList()),
        Limits.STANDARD,
        Bounds.STANDARD,
        OutcomeWords.STANDARD,
        "",
        Collections.emptyMap());
  }

  public LabelNames names() {
    return names;
  }

  public Limits limits() {
    return limits;
  }

  public Bounds bounds() {
    return bounds;
  }

  public OutcomeWords words() {
    return words;
  }

  /** The full name of a family's metric. */
  public String nameOf(Family family) {
    return namespace.isEmpty() || family.isOfAgent()
        ? family.fullName()
        : namespace + "_" + family.fullName();
  }

  /** The labels that a family has with the same values everywhere. */
  public Map<String, String> constantLabelsOf(Family family) {
    return family.isOfAgent() ? Collections.emptyMap() : constantLabels;
  }
}
