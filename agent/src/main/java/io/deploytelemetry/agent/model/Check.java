package io.deploytelemetry.agent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A health check: a method, and the values of its labels. Immutable. */
public final class Check {

  private final ProbeSpec spec;
  private final List<String> labels;

  /**
   * Makes a check.
   *
   * @param labels a value for each of the spec's names
   */
  public Check(ProbeSpec spec, List<String> labels) {
    this.spec = spec;
    this.labels = labels;
  }

  /** The name under which it is listed. */
  public String name() {
    return label("check");
  }

  /** The group that it belongs to. */
  public String group() {
    return label("group");
  }

  private String label(String name) {
    return labels.get(spec.names().indexOf(name));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Check
        && spec.equals(((Check) other).spec)
        && labels.equals(((Check) other).labels);
  }

  @Override
  public int hashCode() {
    return spec.hashCode() * 31 + labels.hashCode();
  }
}
