package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be measured, how it is declared, and what can be said of it. */
public enum OperationKind {
  DEPLOYMENT(
      "deployment",
      "Deployment",
      names("strategy"),
      names("strategy", "version", "committedAt", "targets")),
  ROLLBACK(
      "rollback",
      "Rollback",
      names("strategy", "reason"),
      names("strategy", "reason", "version", "targets")),
  HEALTH_CHECK(
      "health_check",
      "HealthCheck",
      names("check", "group"),
      names("value", "group", "every", "timeout", "ttl")),
  APPROVAL("approval", "Approval", names(), names("step")),
  WAIT("wait", "Wait", names("reason"), names("reason")),
  OPERATION("operation", "Operation", names("operation"), names("value", "events", "states"));

  /** The package of the annotations, as class files spell it. */
  public static final String ANNOTATIONS = "io/deploytelemetry/annotations/";

  /** The first labels of every kind: what is deployed, where, and by what. */
  public static final List<String> BASE_LABELS = names("application", "environment", "provider");

  private static final List<String> COMMON_ATTRIBUTES =
      names("application", "environment", "provider", "labels", "outcome");

  private final String word;
  private final String descriptor;
  private final List<String> ownLabels;
  private final List<String> ownAttributes;

  OperationKind(
      String word, String annotation, List<String> ownLabels, List<String> ownAttributes) {
    this.word = word;
    this.descriptor = "L" + ANNOTATIONS + annotation + ";";
    this.ownLabels = ownLabels;
    this.ownAttributes = ownAttributes;
  }

  private static List<String> names(String... names) {
    return Collections.unmodifiableList(Arrays.asList(names));
  }

  /** The kind's name in metrics, in {@code /status} and in documents. */
  public String word() {
    return word;
  }

  /** The names of the labels that only this kind has, behind the base labels and the user's own. */
  List<String> ownLabels() {
    return ownLabels;
  }

  /** What a rule of the configuration file calls the kind. */
  public String ruleWord() {
    return this == HEALTH_CHECK ? "health" : word;
  }

  /** The kind that a rule calls so; {@code null} if there is none. */
  public static @Nullable OperationKind ofRule(String ruleWord) {
    for (OperationKind kind : values()) {
      if (kind.ruleWord().equals(ruleWord)) {
        return kind;
      }
    }
    return null;
  }

  /** What rules call the kinds. */
  public static List<String> rules() {
    List<String> words = new ArrayList<>();
    for (OperationKind kind : values()) {
      words.add(kind.ruleWord());
    }
    return words;
  }

  /** The names of the attributes of an annotation or rule of this kind. */
  public List<String> attributes() {
    List<String> all = new ArrayList<>(COMMON_ATTRIBUTES);
    all.addAll(ownAttributes);
    return all;
  }

  /** Whether an annotation or rule of this kind has an attribute of that name. */
  public boolean hasAttribute(String name) {
    return COMMON_ATTRIBUTES.contains(name) || ownAttributes.contains(name);
  }

  /** The attribute that gives a label its value. */
  public static String attributeOf(String label) {
    return label.equals("check") || label.equals("operation") ? "value" : label;
  }

  /** Whether a call that returns {@code false} has failed. */
  public boolean isFalseFailure() {
    return this != OPERATION && this != WAIT;
  }

  /** The descriptor of the annotation that declares the kind. */
  public String annotation() {
    return descriptor;
  }
}
