package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import org.jspecify.annotations.Nullable;

/** The probe of a deployment or rollback: what it changed is left with its base. */
final class DeploymentProbe extends MethodProbe {

  private static final double LONGEST_LEAD_SECONDS = Long.MAX_VALUE / 1e9;

  private final boolean isRollback;

  /** Whether the success of a call changes more than its series. */
  private final boolean hasEffect;

  private final Listeners listeners;

  /** The base of all calls, where their labels are constant. */
  private final @Nullable Base constant;

  DeploymentProbe(ProbeSpec spec, ProbeContext context) {
    super(spec, context);
    this.isRollback = spec.kind() == OperationKind.ROLLBACK;
    this.hasEffect = isRollback || !spec.exitValues().isEmpty();
    this.listeners = context.listeners();
    this.constant = spec.entryPaths().isEmpty() ? context.series(spec).base() : null;
  }

  @Override
  void ended(
      Call call,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {
    Base base = constant == null ? call.series().base() : constant;
    base.ended(outcome);
    if (hasEffect && outcome == Outcome.SUCCESS) {
      succeeded(base, values);
    }
    if (listeners.wants(outcome)) {
      tell(call, outcome, nanos, told, values);
    }
  }

  private void tell(
      Call call,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {
    listeners.ended(
        spec(),
        call.series().labels(),
        exits().text("version", values),
        outcome,
        nanos,
        outcome.isError() ? errorType(outcome, told) : "");
  }

  private void succeeded(Base base, @Nullable Object @Nullable [] values) {
    String version = exits().text("version", values);
    if (isRollback) {
      base.rolledBack(version.isEmpty() ? null : version);
    } else if (!version.isEmpty()) {
      base.deployed(version);
    }
    base.updated(spec().kind(), exits().amount("targets", values));
    addLeadTime(base, exits().epochSeconds("committedAt", values));
  }

  private void addLeadTime(Base base, double committedAt) {
    if (Double.isNaN(committedAt)) {
      return;
    }
    double seconds = System.currentTimeMillis() / 1e3 - committedAt;
    if (seconds < 0 || seconds > LONGEST_LEAD_SECONDS) {
      exits().note("committedAt", "the change was committed " + -seconds + " s from now");
    } else {
      base.changed((long) (seconds * 1e9));
    }
  }
}
