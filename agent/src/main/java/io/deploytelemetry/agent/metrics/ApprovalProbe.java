package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.metrics.Approvals.Decision;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.ValueReader;
import org.jspecify.annotations.Nullable;

/** The probe of an approval: counts what was asked and what was decided. */
final class ApprovalProbe extends MethodProbe {

  ApprovalProbe(ProbeSpec spec, ProbeContext context) {
    super(spec, context);
    if (spec.entryPaths().isEmpty()) {
      context.series(spec).base().declareApprovals();
    }
  }

  @Override
  @Nullable Call begin(Series series) {
    Approvals approvals = series.base().declareApprovals();
    Call call = super.begin(series);
    if (call != null && spec().step() != ProbeSpec.Step.DECISION) {
      approvals.requested();
    }
    return call;
  }

  @Override
  void ended(
      Call call,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {
    Decision decision = spec().step() == ProbeSpec.Step.REQUEST ? null : decision(outcome, told);
    if (decision != null) {
      call.series().base().declareApprovals().decided(decision);
    }
  }

  private @Nullable Decision decision(Outcome outcome, @Nullable Object told) {
    if (told instanceof Throwable) {
      return outcome == Outcome.TIMEOUT ? Decision.EXPIRED : null;
    }
    Object held = ValueReader.unwrap(told);
    if (held instanceof Boolean) {
      return (Boolean) held ? Decision.GRANTED : Decision.REJECTED;
    }
    if (held instanceof Enum) {
      return Decision.ofWord(((Enum<?>) held).name());
    }
    return held instanceof String ? Decision.ofWord((String) held) : null;
  }
}
