package io.reactivex.rxjava3.core;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import java.util.function.Supplier;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A Flowable as {@link MeasuredSingle} is a Single. The call is off its thread before anybody sees
 * an element: what he does with that is not within the call.
 */
public final class MeasuredFlowable extends Flowable<Object>
    implements FlowableSubscriber<Object>, Subscription {

  private final Flowable<?> source;
  private final Supplier<TelemetrySubscription> calls;

  // of an observer only
  private Subscriber<? super Object> actual;
  private TelemetrySubscription call;
  private Subscription upstream;

  public MeasuredFlowable(Flowable<?> source, Supplier<TelemetrySubscription> calls) {
    this.source = source;
    this.calls = calls;
  }

  @Override
  protected void subscribeActual(Subscriber<? super Object> observer) {
    TelemetrySubscription begun = calls.get();
    if (begun == null) {
      source.subscribeActual(observer);
      return;
    }
    MeasuredFlowable between = new MeasuredFlowable(source, calls);
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
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
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
  public void request(long count) {
    upstream.request(count);
  }

  @Override
  public void cancel() {
    call.cancel();
    upstream.cancel();
  }
}
