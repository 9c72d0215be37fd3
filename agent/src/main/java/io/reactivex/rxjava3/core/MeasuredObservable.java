package io.reactivex.rxjava3.core;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.Supplier;

/**
 * An Observable as {@link MeasuredSingle} is a Single. The call is off its thread before anybody
 * sees an element: what he does with that is not within the call.
 */
public final class MeasuredObservable extends Observable<Object>
    implements Observer<Object>, Disposable {

  private final Observable<?> source;
  private final Supplier<TelemetrySubscription> calls;

  // of an observer only
  private Observer<? super Object> actual;
  private TelemetrySubscription call;
  private Disposable upstream;

  public MeasuredObservable(Observable<?> source, Supplier<TelemetrySubscription> calls) {
    this.source = source;
    this.calls = calls;
  }

  @Override
  protected void subscribeActual(Observer<? super Object> observer) {
    TelemetrySubscription begun = calls.get();
    if (begun == null) {
      source.subscribeActual(observer);
      return;
    }
    MeasuredObservable between = new MeasuredObservable(source, calls);
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
    call.detach();
    actual.onSubscribe(this);
  }

  @Override
  public void onNext(Object element) {
    actual.onNext(element);
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
