package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.adapt.Publishers;
import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.bridge.TelemetryProbe;
import io.deploytelemetry.agent.model.LaterResult;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.trace.Trace;
import io.deploytelemetry.agent.trace.Traces;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The probe of a method. Where all labels are constant its series is known before the first call;
 * else the values read at the beginning of a call lead to it.
 */
class MethodProbe extends TelemetryProbe {

  private static final String NO_PUBLISHER =
      "this JVM lets the agent define no publisher of its own; the log says why";

  private final ProbeSpec spec;
  private final @Nullable Series constant;
  private final @Nullable LabelTree tree;
  private final OutcomeJudge judge;
  private final ExitReader exits;
  private final Traces traces;
  private final @Nullable Outcome fixed;
  private final boolean isExpressed;
  private final ProbeContext context;
  private final @Nullable LaterResult later;
  private final boolean isSubscribedTo;

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
    this.context = context;
    this.later = spec.laterResult();
    this.isSubscribedTo = later != null && later.isSubscribedTo();
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
    return isSubscribedTo ? assemble(series) : begin(series);
  }

  @Override
  public final Object step(@Nullable Object value, @Nullable Object at) {
    return tree().step(value, at);
  }

  @Override
  public final @Nullable Object enter(Object at) {
    Series series = tree().series(at);
    return isSubscribedTo ? assemble(series) : begin(series);
  }

  @Override
  public final @Nullable Object enterSuspend(@Nullable Object at, @Nullable Object completion) {
    Series series = constant;
    if (series == null) {
      if (at == null) {
        return null; // reading the values has failed
      }
      series = tree().series(at);
    }
    if (completion != null && context.continuations().areWithin(series, completion)) {
      return null;
    }
    Call call = begin(series);
    return call == null ? null : new Suspension(this, call);
  }

  @Override
  public final @Nullable Object completion(Object call, @Nullable Object completion) {
    return ((Suspension) call).completion(completion, context.continuations());
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

  /**
   * The method is about to put together what somebody may subscribe to.
   *
   * @return the series, in which the calls will be; or a call that begins now
   */
  Object assemble(Series series) {
    return series;
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
    if (call instanceof Suspension) {
      ((Suspension) call).returned(result, values);
    } else if (result instanceof CompletionStage) {
      StageEnd.follow((CompletionStage<?>) result, this, (Call) call, values);
    } else if (later != null && result instanceof Future) {
      FutureEnd.follow((Future<?>) result, this, (Call) call, values);
    } else {
      returned((Call) call, result, values);
    }
  }

  @Override
  public final @Nullable Object follow(
      @Nullable Object result, @Nullable Object @Nullable [] values, Object call) throws Throwable {
    LaterResult type = later;
    if (type == null) {
      throw new IllegalStateException(spec + " returns nothing to subscribe to");
    }
    if (result == null) {
      Call begun = begun(call);
      if (begun != null) {
        endUnknown(begun, "null was returned, and no " + type.simpleName());
      }
      return null;
    }
    Publishers publishers = context.publishers();
    if (call instanceof Call) {
      Object measured =
          publishers.measured(type, result, () -> new SubscribedCall(this, (Call) call, values));
      subscribe(publishers, type, measured, (Call) call);
      return result;
    }
    Object measured =
        publishers.measured(type, result, new Subscriptions(this, (Series) call, values));
    if (measured == null) {
      exits.note("outcome", NO_PUBLISHER);
    }
    return measured == null ? result : measured;
  }

  /** Nobody else would: whoever has called the method only wants to know how the call ends. */
  private void subscribe(
      Publishers publishers, LaterResult type, @Nullable Object publisher, Call call) {
    if (publisher == null) {
      endUnknown(call, NO_PUBLISHER);
      return;
    }
    try {
      publishers.subscribe(type, publisher);
    } catch (ReflectiveOperationException refused) {
      endUnknown(call, "it cannot be subscribed to: " + refused);
    }
  }

  /** A call that the method has begun, or that begins now as one of its own. */
  private @Nullable Call begun(Object call) {
    return call instanceof Call ? (Call) call : begin((Series) call);
  }

  @Override
  public final void fail(Throwable thrown, Object call) {
    fail(thrown, null, call);
  }

  @Override
  public final void fail(Throwable thrown, @Nullable Object @Nullable [] values, Object call) {
    Call begun = begun(call);
    if (begun != null) {
      Throwable unwrapped = unwrap(thrown);
      end(begun, judge.ofThrowable(unwrapped), unwrapped, values);
    }
  }

  /** Its {@code getCause()} may be the application's, and do anything. */
  private Throwable unwrap(Throwable thrown) {
    try {
      return Outcome.unwrap(thrown);
    } catch (Throwable failure) {
      exits.note("outcome", "getCause() of " + thrown.getClass().getName() + " fails: " + failure);
      return thrown;
    }
  }

  /** Ends a call by what its result has come to; only now the paths of that can be read. */
  final void completed(Call call, @Nullable Object value, @Nullable Object @Nullable [] values) {
    if (values != null) {
      exits.readResult(value, values);
    }
    returned(call, value, values);
  }

  /** Ends a call by what it, or what it returned, has come to. */
  final void returned(Call call, @Nullable Object result, @Nullable Object @Nullable [] values) {
    Throwable failure = KotlinResult.failure(result);
    if (failure != null) {
      fail(failure, values, call);
    } else if (fixed != null) {
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
      try {
        if (traces.arePossible()) {
          keepTrace(call, outcome, nanos);
        }
        if (outcome.isError()) {
          call.series().errors().increment(errorType(outcome, told));
        }
        ended(call, outcome, nanos, told, values);
      } catch (Throwable failure) { // the call is counted; its lane may be another call's already
        TelemetryBridge.failed(failure);
      }
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
