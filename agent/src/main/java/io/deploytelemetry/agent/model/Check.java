package io.deploytelemetry.agent.model;

import java.util.List;

/**
 * A health check: the values of its labels, whichever method has them. An overriding method and its
 * {@code super} are one check, as they are one series. Immutable.
 */
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

  /** The names of the labels. */
  public List<String> names() {
    return spec.names();
  }

  /** What makes it this check and no other. */
  public List<String> labels() {
    return labels;
  }

  /** Whether a method is this check. */
  public boolean isOf(ProbeSpec method) {
    return spec.equals(method);
  }

  /** When it runs. */
  public Schedule schedule() {
    return spec.schedule();
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
}
