package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call whose method returned a stage: when that completes, on whatever thread. The
 * stage itself is not touched; the caller gets the object that the method returned. A stage whose
 * value is a stage again is followed into it.
 */
final class StageEnd implements BiConsumer<Object, Throwable> {

  private static final int DEEPEST = 16;

  private final MethodProbe probe;
  private final Call call;
  private final @Nullable Object @Nullable [] values;
  private final int depth;

  private StageEnd(MethodProbe probe, Call call, @Nullable Object @Nullable [] values, int depth) {
    this.probe = probe;
    this.call = call;
    this.values = values;
    this.depth = depth;
  }

  /** Lets a call end when a stage completes. */
  static void follow(
      CompletionStage<?> stage,
      MethodProbe probe,
      Call call,
      @Nullable Object @Nullable [] values) {
    follow(stage, probe, call, values, 0);
  }

  private static void follow(
      CompletionStage<?> stage,
      MethodProbe probe,
      Call call,
      @Nullable Object @Nullable [] values,
      int depth) {
    if (isPlainSuccess(stage)) {
      end(((CompletableFuture<?>) stage).join(), probe, call, values, depth);
      return;
    }
    Call detached = probe.detach(call);
    try {
      stage.whenComplete(new StageEnd(probe, detached, values, depth));
    } catch (Throwable refused) { // or the call would never end
      probe.endUnknown(detached, "the stage cannot be followed: " + refused);
    }
  }

  /** A stage that has its value already needs no callback. */
  private static boolean isPlainSuccess(CompletionStage<?> stage) {
    if (stage.getClass() != CompletableFuture.class) {
      return false; // what a subclass answers need not be so
    }
    CompletableFuture<?> future = (CompletableFuture<?>) stage;
    return future.isDone() && !future.isCompletedExceptionally();
  }

  @Override
  public void accept(@Nullable Object value, @Nullable Throwable thrown) {
    try {
      if (thrown != null) {
        probe.fail(thrown, values, call);
      } else {
        end(value, probe, call, values, depth);
      }
    } catch (Throwable failure) {
      TelemetryBridge.failed(failure);
    }
  }

  /** Ends a call by the value of a stage or a suspend function, which may be a stage again. */
  static void end(
      @Nullable Object value, MethodProbe probe, Call call, @Nullable Object @Nullable [] values) {
    end(value, probe, call, values, 0);
  }

  private static void end(
      @Nullable Object value,
      MethodProbe probe,
      Call call,
      @Nullable Object @Nullable [] values,
      int depth) {
    if (value instanceof CompletionStage && depth < DEEPEST) {
      follow((CompletionStage<?>) value, probe, call, values, depth + 1);
      return;
    }
    probe.completed(call, value, values);
  }
}
