package io.deploytelemetry.agent.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be measured, how it is declared, and which labels its metrics carry. */
public enum OperationKind {
  DEPLOYMENT("deployment", "Deployment", "application", "environment", "provider", "strategy"),
  ROLLBACK("rollback", "Rollback", "application", "environment", "provider", "strategy", "reason"),
  HEALTH_CHECK(
      "health_check", "HealthCheck", "application", "environment", "provider", "check", "group");

  /** The package of the annotations, as class files spell it. */
  public static final String ANNOTATIONS = "io/deploytelemetry/annotations/";

  /** The first labels of every kind: what is deployed, where, and by what. */
  public static final int BASE_LABELS = 3;

  private final String word;
  private final String descriptor;
  private final List<String> labels;

  OperationKind(String word, String annotation, String... labels) {
    this.word = word;
    this.descriptor = "L" + ANNOTATIONS + annotation + ";";
    this.labels = Collections.unmodifiableList(Arrays.asList(labels));
  }

  /** The kind's name in metrics, in {@code /status} and in documents. */
  public String word() {
    return word;
  }

  /** The names of the labels known at entry, the base labels first. */
  public List<String> labels() {
    return labels;
  }

  /** The kind that an annotation declares, by its descriptor; {@code null} for any other. */
  public static @Nullable OperationKind ofAnnotation(String descriptor) {
    for (OperationKind kind : values()) {
      if (kind.descriptor.equals(descriptor)) {
        return kind;
      }
    }
    return null;
  }
}
