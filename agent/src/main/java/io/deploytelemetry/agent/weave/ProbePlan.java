package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Template;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** A spec, and how its values are read in the method that it is for. Immutable. */
final class ProbePlan {

  private final ProbeSpec spec;
  private final int access;
  private final @Nullable SuspendFunction suspend;
  private final List<CompiledPath> entry;
  private final List<@Nullable CompiledPath> exit;

  /**
   * Makes a plan.
   *
   * @param access the method's modifiers
   * @param suspend how the method suspends; {@code null} if it does not
   * @param entry one for each of the spec's entry paths
   * @param exit one for each path of the spec's exit values; {@code null} for what only the value
   *     of a completed stage, or of a suspend function, can tell
   */
  ProbePlan(
      ProbeSpec spec,
      int access,
      @Nullable SuspendFunction suspend,
      List<CompiledPath> entry,
      List<@Nullable CompiledPath> exit) {
    this.spec = spec;
    this.access = access;
    this.suspend = suspend;
    this.entry = entry;
    this.exit = exit;
  }

  ProbeSpec spec() {
    return spec;
  }

  /** The method's modifiers. */
  int access() {
    return access;
  }

  /** How the method suspends; {@code null} if it does not. */
  @Nullable SuspendFunction suspend() {
    return suspend;
  }

  /** Whether it is a check that the agent runs on instances, which it must get to know. */
  boolean isRunOnInstances() {
    return spec.schedule().isRun() && (access & Opcodes.ACC_STATIC) == 0;
  }

  List<CompiledPath> entry() {
    return entry;
  }

  List<@Nullable CompiledPath> exit() {
    return exit;
  }

  /** The exit's paths that are read although the call has failed: of events and states. */
  boolean isReadAtFailure(int path) {
    CompiledPath compiled = exit.get(path);
    if (compiled == null || compiled.root() == CompiledPath.RESULT) {
      return false;
    }
    ExitValues values = spec.exitValues();
    String text = values.paths().get(path);
    for (String name : values.names()) {
      Template template = values.get(name);
      boolean counts = name.startsWith(ExitValues.EVENT) || name.equals("states");
      if (counts && template != null && template.paths().contains(text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether any path is read although the call has failed. */
  boolean isReadAtFailure() {
    for (int i = 0; i < exit.size(); i++) {
      if (isReadAtFailure(i)) {
        return true;
      }
    }
    return false;
  }
}
