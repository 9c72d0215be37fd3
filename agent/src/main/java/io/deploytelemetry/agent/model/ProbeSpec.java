package io.deploytelemetry.agent.model;

import java.util.ArrayList;
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

  /** What the calls of a method with an {@code @Approval} do. */
  public enum Step {
    REQUEST,
    DECISION,
    BOTH
  }

  private final OperationKind kind;
  private final String className;
  private final String method;
  private final String descriptor;
  private final List<String> names;
  private final List<Template> labels;
  private final List<String> entryPaths;
  private final ExitValues exitValues;
  private final @Nullable Outcome fixedOutcome;
  private final Step step;
  private final Schedule schedule;
  private final int hash;

  /**
   * Makes a spec.
   *
   * @param className the binary name of the class that declares the method
   * @param descriptor the method's descriptor, as in the class file
   * @param names the names of the kind's labels
   * @param labels a value for each name, empty where not set
   * @param exitValues what is read when a call ends
   * @param fixedOutcome the outcome of every call that does not throw; {@code null}: by the result
   * @param step what an approval does; of no matter for other kinds
   */
  public ProbeSpec(
      OperationKind kind,
      String className,
      String method,
      String descriptor,
      List<String> names,
      List<Template> labels,
      ExitValues exitValues,
      @Nullable Outcome fixedOutcome,
      Step step) {
    if (labels.size() != names.size()) {
      throw new IllegalArgumentException(
          kind.word() + " needs the labels " + names + ", got " + labels);
    }
    this.kind = kind;
    this.className = className;
    this.method = method;
    this.descriptor = descriptor;
    this.names = names;
    this.labels = Collections.unmodifiableList(labels);
    this.exitValues = exitValues;
    this.fixedOutcome = fixedOutcome;
    this.step = step;
    this.schedule = Schedule.OBSERVED;
    List<String> paths = new ArrayList<>();
    for (Template label : labels) {
      for (String path : label.paths()) {
        if (!paths.contains(path)) {
          paths.add(path);
        }
      }
    }
    this.entryPaths = Collections.unmodifiableList(paths);
    this.hash = Objects.hash(className, method, descriptor, labels);
  }

  private ProbeSpec(ProbeSpec other, Schedule schedule) {
    this.kind = other.kind;
    this.className = other.className;
    this.method = other.method;
    this.descriptor = other.descriptor;
    this.names = other.names;
    this.labels = other.labels;
    this.entryPaths = other.entryPaths;
    this.exitValues = other.exitValues;
    this.fixedOutcome = other.fixedOutcome;
    this.step = other.step;
    this.schedule = schedule;
    this.hash = other.hash;
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

  /** What the method returns, if that stands for what is known later only. */
  public @Nullable LaterResult laterResult() {
    return laterResult(descriptor);
  }

  /** What a method of this descriptor returns, if that stands for what is known later only. */
  public static @Nullable LaterResult laterResult(String descriptor) {
    int result = descriptor.lastIndexOf(')') + 1;
    if (descriptor.charAt(result) != 'L' || descriptor.startsWith("Ljava/", result)) {
      return null; // one class less to load at the start
    }
    return LaterResult.named(descriptor.substring(result + 1, descriptor.length() - 1));
  }

  /** The names of the labels. */
  public List<String> names() {
    return names;
  }

  /** The value of each label. */
  public List<Template> labels() {
    return labels;
  }

  /** What has to be read when a call begins, each path once. */
  public List<String> entryPaths() {
    return entryPaths;
  }

  /** What has to be read when a call ends. */
  public ExitValues exitValues() {
    return exitValues;
  }

  public @Nullable Outcome fixedOutcome() {
    return fixedOutcome;
  }

  public Step step() {
    return step;
  }

  /** When the agent runs it; of no matter for other kinds than health checks. */
  public Schedule schedule() {
    return schedule;
  }

  /** The same with a schedule. */
  public ProbeSpec withSchedule(Schedule newSchedule) {
    return new ProbeSpec(this, newSchedule);
  }

  /**
   * The values of the labels in a call.
   *
   * @param values the text of each of {@link #entryPaths}
   */
  public List<String> labels(List<String> values) {
    List<String> filled = new ArrayList<>(labels.size());
    for (Template label : labels) {
      filled.add(label.fill(entryPaths, values));
    }
    return filled;
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
        && names.equals(that.names)
        && labels.equals(that.labels)
        && exitValues.equals(that.exitValues)
        && fixedOutcome == that.fixedOutcome
        && step == that.step
        && schedule.equals(that.schedule);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return kind.word() + " " + className + "#" + method + descriptor + labels;
  }
}
