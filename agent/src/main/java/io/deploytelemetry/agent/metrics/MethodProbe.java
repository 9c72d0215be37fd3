package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryProbe;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The probe of a method whose labels are constant: everything is decided before the first call. */
class MethodProbe extends TelemetryProbe {

  private final ProbeSpec spec;
  private final Series series;
  private final Inventory inventory;
  private final Outcome normalOutcome;
  private final boolean isOutcomeFixed;

  private volatile @Nullable JudgedType lastThrown;

  MethodProbe(ProbeSpec spec, Series series, Inventory inventory) {
    this.inventory = inventory;
    this.spec = spec;
    this.series = series;
    Outcome fixed = spec.fixedOutcome();
    this.normalOutcome = fixed == null ? Outcome.SUCCESS : fixed;
    this.isOutcomeFixed = fixed != null;
  }

  ProbeSpec spec() {
    return spec;
  }

  @Override
  public @Nullable Object enter() {
    return series.begin();
  }

  @Override
  public void exit(Object call) {
    end(call, normalOutcome, null);
  }

  @Override
  public void exit(boolean result, Object call) {
    if (isOutcomeFixed || result) {
      end(call, normalOutcome, null);
    } else {
      end(call, Outcome.ofResult(false), false);
    }
  }

  @Override
  public void exit(@Nullable Object result, Object call) {
    if (isOutcomeFixed) {
      end(call, normalOutcome, result);
      return;
    }
    Outcome outcome = Outcome.ofResult(result);
    if (outcome == Outcome.UNKNOWN && !Outcome.isWord(result)) {
      inventory.note(
          spec.className() + "#" + spec.method() + " returns " + Outcome.errorType(result),
          "it is no status word, so the outcome is unknown");
    }
    end(call, outcome, result);
  }

  @Override
  public void fail(Throwable thrown, Object call) {
    Throwable unwrapped = Outcome.unwrap(thrown);
    end(call, outcome(unwrapped), unwrapped);
  }

  private Outcome outcome(Throwable unwrapped) {
    JudgedType last = lastThrown;
    if (last == null || last.get() != unwrapped.getClass()) {
      last = new JudgedType(unwrapped);
      lastThrown = last;
    }
    return last.outcome;
  }

  /**
   * Ends a call; {@code cause} is what it threw or returned, and matters where that is an error.
   */
  void end(Object call, Outcome outcome, @Nullable Object cause) {
    long nanos = ((Call) call).end(outcome);
    if (nanos != Call.ENDED) {
      if (outcome.isError()) {
        series.errors().increment(errorType(cause));
      }
      ended(outcome, nanos, cause);
    }
  }

  /** A call has ended and is counted. */
  void ended(Outcome outcome, long nanos, @Nullable Object cause) {}

  /** A class of exceptions, which may be unloaded, and what it was judged to be. */
  private static final class JudgedType extends WeakReference<Class<?>> {

    final Outcome outcome;

    JudgedType(Throwable thrown) {
      super(thrown.getClass());
      outcome = Outcome.ofThrowable(thrown);
    }
  }

  private static String errorType(@Nullable Object cause) {
    return cause instanceof Throwable ? cause.getClass().getName() : Outcome.errorType(cause);
  }
}
