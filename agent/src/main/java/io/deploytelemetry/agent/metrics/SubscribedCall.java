package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The call of one subscription. It begins in the lane of the thread that subscribes, and so costs
 * nothing more where it ends before that is done; else it is taken off its lane. Whoever ends it
 * from another thread before that takes the lane over.
 *
 * <p>Threads: any; the object is its own lock, under which nothing of the application runs but what
 * its tracing may add to the question for the current span.
 */
final class SubscribedCall extends TelemetrySubscription {

  private final MethodProbe probe;
  private final @Nullable Object @Nullable [] values;

  /** {@code null} once it has ended. */
  private @Nullable Call call;

  /** In whose lane it is; {@code null} once it is off it. */
  private @Nullable Thread thread = Thread.currentThread();

  /**
   * Makes a subscription of a call that this thread has begun.
   *
   * @param values what has been read when the method returned
   */
  SubscribedCall(MethodProbe probe, Call call, @Nullable Object @Nullable [] values) {
    this.probe = probe;
    this.call = call;
    this.values = values;
  }

  @Override
  public void detach() {
    try {
      synchronized (this) {
        Call running = call;
        if (running != null && thread != null) {
          thread = null;
          call = probe.detach(running);
        }
      }
    } catch (Throwable failure) {
      TelemetryBridge.failed(failure);
    }
  }

  @Override
  public void succeed(@Nullable Object value) {
    Call running = take();
    if (running != null) {
      try {
        probe.completed(running, value, values == null ? null : values.clone());
      } catch (Throwable failure) {
        abandon(running, failure);
      }
    }
  }

  @Override
  public void fail(Throwable thrown) {
    Call running = take();
    if (running != null) {
      try {
        probe.fail(thrown, values, running);
      } catch (Throwable failure) {
        abandon(running, failure);
      }
    }
  }

  @Override
  public void cancel() {
    Call running = take();
    if (running != null) {
      try {
        probe.end(running, Outcome.CANCELLATION, "it was cancelled", null);
      } catch (Throwable failure) {
        abandon(running, failure);
      }
    }
  }

  private synchronized @Nullable Call take() {
    Call running = call;
    Thread other = thread;
    call = null;
    thread = null;
    return running == null || other == null || other == Thread.currentThread()
        ? running
        : takenOver(running, other);
  }

  /** The span that the thread of the subscription is in cannot be asked for from this one. */
  private static Call takenOver(Call running, Thread other) {
    running.takeOver(other);
    Call detached = running.detach();
    if (detached != running) {
      detached.goesOnIn(Trace.NONE);
    }
    return detached;
  }

  private static void abandon(Call running, Throwable failure) {
    running.isAbandoned = true;
    TelemetryBridge.failed(failure);
  }
}
