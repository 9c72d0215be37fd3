package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.CheckListener;
import io.deploytelemetry.agent.model.CheckRun;
import io.deploytelemetry.agent.model.CheckTargets;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The probe of a health check: also tells who keeps the latest results, and who runs checks. Of a
 * check that the agent runs only these runs tell how it is, and that it exists; all calls are
 * counted.
 */
final class HealthCheckProbe extends MethodProbe {

  private final CheckListener listener;
  private final CheckTargets targets;

  /** Calls that are running when a rule goes still count, and tell nothing of a check. */
  private volatile boolean isReleased;

  HealthCheckProbe(ProbeSpec spec, ProbeContext context) {
    super(spec, context);
    this.listener = context.checks();
    this.targets = context.targets();
  }

  @Override
  void woven() {
    isReleased = false;
    if (spec().entryPaths().isEmpty() && !spec().schedule().isRun()) {
      listener.known(new Check(spec(), spec().labels(Collections.emptyList())));
    }
  }

  @Override
  void released() {
    isReleased = true;
    if (spec().schedule().isRun()) {
      targets.released(spec());
    } else {
      listener.released(spec());
    }
  }

  @Override
  public void constructed(Object instance) {
    targets.constructed(spec(), instance);
  }

  @Override
  public void called(Object instance) {
    targets.called(spec(), instance);
  }

  @Override
  @Nullable Call begin(Series series) {
    CheckRun run = targets.run();
    if (run == null || !run.claim()) {
      return run != null && run.isStillIn(series) ? null : super.begin(series);
    }
    return beginRun(series, run);
  }

  /** A run subscribes to what the check returns, and so begins with the check itself. */
  @Override
  Object assemble(Series series) {
    CheckRun run = targets.run();
    return run != null && run.claim() ? beginRun(series, run) : series;
  }

  private Call beginRun(Series series, CheckRun run) {
    RunCall call = new RunCall(series.beginShared(), run);
    String told = "timed out after " + spec().schedule().timeoutMillis() + " ms";
    run.begun(series, () -> end(call, Outcome.TIMEOUT, told, null));
    return call;
  }

  @Override
  void ended(
      Call call,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {
    Check check = new Check(spec(), call.series().labels());
    Object error = outcome.isUp() ? null : told;
    if (call instanceof RunCall) {
      ((RunCall) call).run().ended(check, outcome, nanos, error);
    } else if (!check.schedule().isRun() && !isReleased) {
      listener.ran(check, outcome, nanos, error);
      if (isReleased) { // by now
        listener.released(spec());
      }
    }
  }
}
