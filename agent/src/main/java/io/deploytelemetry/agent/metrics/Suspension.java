package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.model.Outcome;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A call of a suspend function. It ends when the method returns or throws, unless what it returns
 * is the mark for "later": then when the function comes to its value, which is told to the
 * continuation that stands between the function and its caller.
 *
 * <p>The function may come to its value on another thread before the method has returned the mark.
 * Only the thread of the call can take it off its lane; so it is that which then ends the call.
 *
 * <p>Threads: that of the call until the method has returned; then whichever tells the value, once.
 * They hand over by {@link #state}.
 */
final class Suspension extends Call
    implements BiConsumer<@Nullable Object, @Nullable Throwable>, Predicate<Object> {

  private static final AtomicReferenceFieldUpdater<Suspension, @Nullable Object> STATE =
      AtomicReferenceFieldUpdater.newUpdater(Suspension.class, Object.class, "state");

  private static final String MARKS = "kotlin.coroutines.intrinsics.CoroutineSingletons";
  private static final String LATER = "COROUTINE_SUSPENDED";
  private static final Object RETURNED = "returned";

  private final MethodProbe probe;
  private Call call;
  private boolean isToBeTold;
  private @Nullable Object @Nullable [] values;

  /** What has happened first: {@link #RETURNED} the mark, or come to a {@link Value}. */
  private volatile @Nullable Object state;

  Suspension(MethodProbe probe, Call call) {
    super(call);
    this.probe = probe;
    this.call = call;
  }

  /** What the function is to be given as its completion, so that the call gets to know its end. */
  @Nullable Object completion(@Nullable Object original, Continuations continuations) {
    Object given = original == null ? null : continuations.before(original, this);
    isToBeTold = given != original;
    return given;
  }

  /** Whether the call is of a series. */
  @Override
  public boolean test(Object series) {
    return series() == series;
  }

  /** The method has returned. */
  void returned(@Nullable Object result, @Nullable Object @Nullable [] read) {
    if (!isLater(result)) {
      StageEnd.end(result, probe, call, read);
      return;
    }
    call = probe.detach(call);
    values = read;
    if (!isToBeTold) {
      probe.endUnknown(call, "its coroutine cannot be followed, so that nobody knows when it ends");
    } else if (!STATE.compareAndSet(this, null, RETURNED)) {
      Object earlier = state;
      if (earlier instanceof Value) {
        ((Value) earlier).end(this);
      }
    }
  }

  private static boolean isLater(@Nullable Object result) {
    return result instanceof Enum
        && result.getClass().getName().equals(MARKS)
        && ((Enum<?>) result).name().equals(LATER);
  }

  /** The function has come to its value, or to an exception. */
  @Override
  public void accept(@Nullable Object value, @Nullable Throwable thrown) {
    try {
      Value told = new Value(value, thrown);
      if (!STATE.compareAndSet(this, null, told) && state == RETURNED) {
        told.end(this);
      }
    } catch (Throwable failure) {
      TelemetryBridge.failed(failure);
    }
  }

  @Override
  long end(Outcome outcome) {
    return call.end(outcome);
  }

  @Override
  Call detach() {
    return call.detach();
  }

  /** What a function has come to. */
  private static final class Value {

    private final @Nullable Object value;
    private final @Nullable Throwable thrown;

    Value(@Nullable Object value, @Nullable Throwable thrown) {
      this.value = value;
      this.thrown = thrown;
    }

    void end(Suspension of) {
      if (thrown != null) {
        of.probe.fail(thrown, of.values, of.call);
      } else {
        StageEnd.end(value, of.probe, of.call, of.values);
      }
    }
  }
}
