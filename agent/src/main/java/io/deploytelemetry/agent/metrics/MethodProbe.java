package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryProbe;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.trace.Trace;
import io.deploytelemetry.agent.trace.Traces;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The probe of a method. Where all labels are constant its series is known before the first call;
 * else the values read at the beginning of a call lead to it.
 */
class MethodProbe extends TelemetryProbe {

  private final ProbeSpec spec;
  private final @Nullable Series constant;
  private final @Nullable LabelTree tree;
  private final OutcomeJudge judge;
  private final ExitReader exits;
  private final Traces traces;
  private final @Nullable Outcome fixed;
  private final boolean isExpressed;

  MethodProbe(ProbeSpec spec, ProbeContext context) {
    this.spec = spec;
    boolean isConstant = spec.entryPaths().isEmpty();
    this.constant = isConstant ? context.series(spec) : null;
    this.tree = isConstant ? null : new LabelTree(spec, context.table(), context.inventory());
    this.judge = new OutcomeJudge(spec, context);
    this.exits = new ExitReader(spec, context.inventory());
    this.traces = context.traces();
    this.fixed = spec.fixedOutcome();
    this.isExpressed = exits.has("outcome");
  }

  final ProbeSpec spec() {
    return spec;
  }

  final ExitReader exits() {
    return exits;
  }

  /** A class is about to be woven with the probe. */
  void woven() {}

  /** No class is woven with the probe any more, until it is again. */
  void released() {}

  @Override
  public void constructed(Object instance) {}

  @Override
  public void called(Object instance) {}

  @Override
  public final @Nullable Object enter() {
    Series series = constant;
    if (series == null) {
      throw new IllegalStateException(spec + " was given no values");
    }
    return begin(series);
  }

  @Override
  public final Object step(@Nullable Object value, @Nullable Object at) {
    return tree().step(value, at);
  }

  @Override
  public final @Nullable Object enter(Object at) {
    return begin(tree().series(at));
  }

  private LabelTree tree() {
    LabelTree used = tree;
    if (used == null) {
      throw new IllegalStateException(spec + " has no values");
    }
    return used;
  }

  /** Begins a call; {@code null} if it is within another one of the series. */
  @Nullable Call begin(Series series) {
    return series.begin();
  }

  @Override
  public final void unread(Throwable failure, int value) {
    List<String> paths = value < 0 ? spec.exitValues().paths() : spec.entryPaths();
    exits.unread(paths.get(value < 0 ? -1 - value : value), failure);
  }

  @Override
  public final void exit(Object call) {
    end((Call) call, fixed == null ? Outcome.SUCCESS : fixed, null, null);
  }

  @Override
  public final void exit(boolean result, Object call) {
    if (result && fixed == null && !isExpressed) {
      end((Call) call, Outcome.SUCCESS, true, null);
    } else {
      returned((Call) call, result, null);
    }
  }

  @Override
  public final void exit(@Nullable Object result, Object call) {
    exit(result, null, call);
  }

  @Override
  public final void exit(
      @Nullable Object result, @Nullable Object @Nullable [] values, Object call) {
    if (result instanceof CompletionStage) {
      StageEnd.follow((CompletionStage<?>) result, this, (Call) call, values);
    } else {
      returned((Call) call, result, values);
    }
  }

  @Override
  public final void fail(Throwable thrown, Object call) {
    fail(thrown, null, call);
  }

  @Override
  public final void fail(Throwable thrown, @Nullable Object @Nullable [] values, Object call) {
    Throwable unwrapped = unwrap(thrown);
    end((Call) call, judge.ofThrowable(unwrapped), unwrapped, values);
  }

  /** Its {@code getCause()} may be the application's, and do anything. */
  private Throwable unwrap(Throwable thrown) {
    try {
      return Outcome.unwrap(thrown);
    } catch (Exception | LinkageError failure) {
      exits.note("outcome", "getCause() of " + thrown.getClass().getName() + " fails: " + failure);
      return thrown;
    }
  }

  /** Ends a call by what it, or the stage that it returned, has come to. */
  final void returned(Call call, @Nullable Object result, @Nullable Object @Nullable [] values) {
    if (fixed != null) {
      end(call, fixed, result, values);
    } else if (isExpressed) {
      Object value = exits.object("outcome", values);
      end(call, judge.ofExpression(value), value, values);
    } else {
      end(call, judge.ofResult(result), result, values);
    }
  }

  /** Ends a call of which nobody can tell how it went. */
  final void endUnknown(Call call, String reason) {
    exits.note("outcome", reason);
    end(call, Outcome.UNKNOWN, null, null);
  }

  /**
   * Takes a call off its thread. It stays part of the trace that it is in now: where it ends, its
   * thread may be in another one.
   */
  final Call detach(Call call) {
    boolean isOnThread = call.trace() == null; // a stage within a stage is not
    Trace trace = isOnThread && traces.arePossible() ? traces.current(spec) : Trace.NONE;
    Call detached = call.detach();
    if (detached != call) {
      detached.goesOnIn(trace);
    }
    return detached;
  }

  /**
   * Ends a call.
   *
   * @param told what decided the outcome: what was thrown, returned, or expressed
   */
  final void end(
      Call call, Outcome outcome, @Nullable Object told, @Nullable Object @Nullable [] values) {
    long nanos = call.end(outcome);
    if (nanos != Call.ENDED) {
      if (traces.arePossible()) {
        keepTrace(call, outcome, nanos);
      }
      if (outcome.isError()) {
        call.series().errors().increment(errorType(outcome, told));
      }
      ended(call, outcome, nanos, told, values);
    }
  }

  private void keepTrace(Call call, Outcome outcome, long nanos) {
    TracedCalls traced = call.series().keepTraced();
    long nowMillis = System.currentTimeMillis();
    Trace trace = call.trace();
    if (trace == null) {
      trace = traced.isLookDue(outcome, nanos, nowMillis) ? traces.current(spec) : Trace.NONE;
    }
    if (trace != Trace.NONE) {
      traced.put(outcome, nanos, new TracedCall(trace, nanos, nowMillis));
    }
  }

  /**
   * What a call that ended in error is counted as.
   *
   * @param told what decided the outcome: what was thrown, returned, or expressed
   */
  final String errorType(Outcome outcome, @Nullable Object told) {
    return fixed == outcome ? outcome.label() : judge.errorType(told);
  }

  /**
   * A call has ended and is counted.
   *
   * @param told what decided the outcome: what was thrown, returned, or expressed
   * @param values what the paths of the spec's exit values led to; {@code null} if nothing was read
   */
  void ended(
      Call call,
      Outcome outcome,
      long nanos,
      @Nullable Object told,
      @Nullable Object @Nullable [] values) {}
}
