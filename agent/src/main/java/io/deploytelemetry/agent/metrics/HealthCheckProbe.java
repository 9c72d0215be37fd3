package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import org.jspecify.annotations.Nullable;

/** The probe of a health check: also tells who keeps the latest results. */
final class HealthCheckProbe extends MethodProbe {

  private final CheckListener listener;

  HealthCheckProbe(ProbeSpec spec, Series series, Inventory inventory, CheckListener listener) {
    super(spec, series, inventory);
    this.listener = listener;
  }

  @Override
  void ended(Outcome outcome, long nanos, @Nullable Object cause) {
    listener.ran(spec(), outcome, nanos, outcome.isUp() ? null : cause);
  }
}
