package io.reactivex.rxjava3.core;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.Supplier;

/**
 * A Single that does what another one does, and tells the agent of its subscriptions; and the
 * observer of each, between the other Single and whoever subscribes. One class for both, because a
 * hidden class cannot name another one.
 */
public final class MeasuredSingle extends Single<Object>
    implements SingleObserver<Object>, Disposable {

  private final Single<?> source;
  private final Supplier<TelemetrySubscription> calls;

  // of an observer only
  private SingleObserver<? super Object> actual;
  private TelemetrySubscription call;
  private Disposable upstream;

  public MeasuredSingle(Single<?> source, Supplier<TelemetrySubscription> calls) {
    this.source = source;
    this.calls = calls;
  }

  @Override
  protected void subscribeActual(SingleObserver<? super Object> observer) {
    TelemetrySubscription begun = calls.get();
    if (begun == null) {
      source.subscribeActual(observer);
      return;
    }
    MeasuredSingle between = new MeasuredSingle(source, calls);
    between.actual = observer;
    between.call = begun;
    try {
      source.subscribeActual(between);
    } catch (Throwable thrown) {
      begun.fail(thrown);
      throw thrown;
    }
    begun.detach();
  }

  @Override
  public void onSubscribe(Disposable disposable) {
    upstream = disposable;
    actual.onSubscribe(this);
  }

  @Override
  public void onSuccess(Object value) {
    call.succeed(value);
    actual.onSuccess(value);
  }

  @Override
  public void onError(Throwable thrown) {
    call.fail(thrown);
    actual.onError(thrown);
  }

  @Override
  public void dispose() {
    call.cancel();
    upstream.dispose();
  }

  @Override
  public boolean isDisposed() {
    return upstream.isDisposed();
  }
}
