package io.deploytelemetry.agent.config;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rule of the configuration file: which methods are of a kind, and their attributes. Immutable.
 */
public final class Rule {

  private final OperationKind kind;
  private final String methods;
  private final Map<String, String> attributes;
  private final String source;

  /**
   * Makes a rule.
   *
   * @param methods the pattern of the methods, as written
   * @param source the file and line that it stands in, for people
   */
  public Rule(OperationKind kind, String methods, Map<String, String> attributes, String source) {
    this.kind = kind;
    this.methods = methods;
    this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    this.source = source;
  }

  public OperationKind kind() {
    return kind;
  }

  /** The pattern, as written. */
  public String methods() {
    return methods;
  }

  /** The attributes that are set, by the names that they have in an annotation. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** The file and line that it stands in. */
  public String source() {
    return source;
  }

  /** Whether another rule says the same, wherever it stands. */
  public boolean isSame(Rule other) {
    return kind == other.kind
        && methods.equals(other.methods)
        && attributes.equals(other.attributes);
  }

  @Override
  public String toString() {
    return source + " " + kind.word() + ": " + methods;
  }
}
