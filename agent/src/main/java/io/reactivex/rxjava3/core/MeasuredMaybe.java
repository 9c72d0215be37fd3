package io.reactivex.rxjava3.core;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.Supplier;

/** A Maybe as {@link MeasuredSingle} is a Single. */
public final class MeasuredMaybe extends Maybe<Object>
    implements MaybeObserver<Object>, Disposable {

  private final Maybe<?> source;
  private final Supplier<TelemetrySubscription> calls;

  // of an observer only
  private MaybeObserver<? super Object> actual;
  private TelemetrySubscription call;
  private Disposable upstream;

  public MeasuredMaybe(Maybe<?> source, Supplier<TelemetrySubscription> calls) {
    this.source = source;
    this.calls = calls;
  }

  @Override
  protected void subscribeActual(MaybeObserver<? super Object> observer) {
    TelemetrySubscription begun = calls.get();
    if (begun == null) {
      source.subscribeActual(observer);
      return;
    }
    MeasuredMaybe between = new MeasuredMaybe(source, calls);
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
  public void onComplete() {
    call.succeed(null);
    actual.onComplete();
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
