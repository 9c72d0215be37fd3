package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.model.LaterResult;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call whose method returned a {@code ListenableFuture} of Guava's: when that is done,
 * on whatever thread. The future is not touched; the caller gets the object that the method
 * returned.
 */
final class FutureEnd implements Runnable, Executor {

  private final Future<?> future;
  private final MethodProbe probe;
  private final Call call;
  private final @Nullable Object @Nullable [] values;

  private FutureEnd(
      Future<?> future, MethodProbe probe, Call call, @Nullable Object @Nullable [] values) {
    this.future = future;
    this.probe = probe;
    this.call = call;
    this.values = values;
  }

  /** Lets a call end when a future is done. */
  static void follow(
      Future<?> future, MethodProbe probe, Call call, @Nullable Object @Nullable [] values) {
    Call detached = probe.detach(call);
    try {
      FutureEnd end = new FutureEnd(future, probe, detached, values);
      listenable(future.getClass())
          .getMethod("addListener", Runnable.class, Executor.class)
          .invoke(future, end, end);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError refused) {
      probe.endUnknown(detached, "the future cannot be followed: " + refused);
    }
  }

  /** The library's interface, of which there may be a copy in every loader. */
  private static Class<?> listenable(Class<?> type) throws ClassNotFoundException {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      Class<?> found = listenableAmong(each.getInterfaces());
      if (found != null) {
        return found;
      }
    }
    throw new ClassNotFoundException(type.getName() + " implements no ListenableFuture");
  }

  private static @Nullable Class<?> listenableAmong(Class<?>[] interfaces) {
    for (Class<?> implemented : interfaces) {
      boolean isIt = implemented.getName().equals(LaterResult.LISTENABLE_FUTURE.className());
      Class<?> found = isIt ? implemented : listenableAmong(implemented.getInterfaces());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** On the thread that completes the future. */
  @Override
  public void execute(Runnable itself) {
    itself.run();
  }

  @Override
  public void run() {
    try {
      end();
    } catch (Throwable failure) {
      TelemetryBridge.failed(failure);
    }
  }

  private void end() {
    Object value;
    try {
      value = value();
    } catch (ExecutionException | RuntimeException | Error thrown) {
      probe.fail(thrown, values, call);
      return;
    }
    probe.completed(call, value, values);
  }

  /** An interruption of the thread is the application's; the future is done and keeps nobody. */
  private @Nullable Object value() throws ExecutionException {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException interrupted) {
          isInterrupted = true;
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
