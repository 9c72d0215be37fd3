package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import org.jspecify.annotations.Nullable;

/** The probe of a deployment or rollback: what it changed is left with its base. */
final class DeploymentProbe extends MethodProbe {

  private static final double LONGEST_LEAD_SECONDS = Long.MAX_VALUE / 1e9;

  private final boolean hasValues;

  DeploymentProbe(ProbeSpec spec, ProbeContext context) {
    super(spec, context);
    this.hasValues = !spec.exitValues().isEmpty();
  }

  @Override
  void ended(
      Series series,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {
    Base base = series.base();
    base.ended(outcome);
    if (outcome != Outcome.SUCCESS) {
      return;
    }
    boolean isRollback = spec().kind() == OperationKind.ROLLBACK;
    String version = hasValues ? exits().text("version", values) : "";
    if (isRollback) {
      base.rolledBack(version.isEmpty() ? null : version);
    } else if (!version.isEmpty()) {
      base.deployed(version);
    }
    if (hasValues) {
      base.updated(spec().kind(), exits().amount("targets", values));
      addLeadTime(base, exits().epochSeconds("committedAt", values));
    }
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
