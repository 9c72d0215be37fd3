package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import org.jspecify.annotations.Nullable;

/** The probe of a health check: also tells who keeps the latest results. */
final class HealthCheckProbe extends MethodProbe {

  private final CheckListener listener;

  HealthCheckProbe(ProbeSpec spec, ProbeContext context) {
    super(spec, context);
    this.listener = context.checks();
    if (spec.entryPaths().isEmpty()) {
      listener.known(new Check(spec, context.series(spec).labels()));
    }
  }

  @Override
  void ended(
      Series series,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {
    listener.ran(new Check(spec(), series.labels()), outcome, nanos, outcome.isUp() ? null : told);
  }
}
