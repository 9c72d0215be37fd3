package io.reactivex.rxjava3.core;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.Supplier;

/** A Completable as {@link MeasuredSingle} is a Single. */
public final class MeasuredCompletable extends Completable
    implements CompletableObserver, Disposable {

  private final Completable source;
  private final Supplier<TelemetrySubscription> calls;

  // of an observer only
  private CompletableObserver actual;
  private TelemetrySubscription call;
  private Disposable upstream;

  public MeasuredCompletable(Completable source, Supplier<TelemetrySubscription> calls) {
    this.source = source;
    this.calls = calls;
  }

  @Override
  protected void subscribeActual(CompletableObserver observer) {
    TelemetrySubscription begun = calls.get();
    if (begun == null) {
      source.subscribeActual(observer);
      return;
    }
    MeasuredCompletable between = new MeasuredCompletable(source, calls);
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
  public void onComplete() {
    call.succeed(null);
    actual.onComplete();
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
