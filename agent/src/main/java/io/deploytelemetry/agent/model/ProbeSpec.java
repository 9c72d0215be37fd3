package io.deploytelemetry.agent.model;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one woven method measures: its kind, where it is declared, and its values. Two class loaders
 * that load the same class give equal specs, so that a redeployed application goes on in its old
 * series. Holds text only, never a class of the application. Immutable.
 */
public final class ProbeSpec {

  private final OperationKind kind;
  private final String className;
  private final String method;
  private final String descriptor;
  private final List<String> labels;
  private final @Nullable Outcome fixedOutcome;

  /**
   * Makes a spec.
   *
   * @param className the binary name of the class that declares the method
   * @param descriptor the method's descriptor, as in the class file
   * @param labels a value for each of {@link OperationKind#labels()}, {@code ""} where not set
   * @param fixedOutcome the outcome of every call that does not throw; {@code null}: by the result
   */
  public ProbeSpec(
      OperationKind kind,
      String className,
      String method,
      String descriptor,
      List<String> labels,
      @Nullable Outcome fixedOutcome) {
    if (labels.size() != kind.labels().size()) {
      throw new IllegalArgumentException(
          kind.word() + " needs the labels " + kind.labels() + ", got " + labels);
    }
    this.kind = kind;
    this.className = className;
    this.method = method;
    this.descriptor = descriptor;
    this.labels = Collections.unmodifiableList(labels);
    this.fixedOutcome = fixedOutcome;
  }

  public OperationKind kind() {
    return kind;
  }

  public String className() {
    return className;
  }

  public String method() {
    return method;
  }

  public String descriptor() {
    return descriptor;
  }

  public List<String> labels() {
    return labels;
  }

  /** The value of a label that the kind has. */
  public String label(String name) {
    return labels.get(kind.labels().indexOf(name));
  }

  public @Nullable Outcome fixedOutcome() {
    return fixedOutcome;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ProbeSpec)) {
      return false;
    }
    ProbeSpec that = (ProbeSpec) other;
    return kind == that.kind
        && className.equals(that.className)
        && method.equals(that.method)
        && descriptor.equals(that.descriptor)
        && labels.equals(that.labels)
        && fixedOutcome == that.fixedOutcome;
  }

  @Override
  public int hashCode() {
    return Objects.hash(className, method, descriptor, labels);
  }

  @Override
  public String toString() {
    return kind.word() + " " + className + "#" + method + descriptor + labels;
  }
}
