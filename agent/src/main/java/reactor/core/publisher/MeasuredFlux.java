package reactor.core.publisher;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import java.util.function.Supplier;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * A Flux as {@link MeasuredMono} is a Mono. The call is off its thread before anybody sees an
 * element: what he does with that is not within the call.
 */
public final class MeasuredFlux extends Flux<Object>
    implements CoreSubscriber<Object>, Subscription, Scannable {

  private final Flux<?> source;
  private final Supplier<TelemetrySubscription> calls;

  // of a subscriber only
  private CoreSubscriber<? super Object> actual;
  private TelemetrySubscription call;
  private Subscription upstream;

  public MeasuredFlux(Flux<?> source, Supplier<TelemetrySubscription> calls) {
    this.source = source;
    this.calls = calls;
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public void subscribe(CoreSubscriber<? super Object> subscriber) {
    TelemetrySubscription begun = calls.get();
    if (begun == null) {
      ((Flux) source).subscribe(subscriber);
      return;
    }
    MeasuredFlux between = new MeasuredFlux(source, calls);
    between.actual = subscriber;
    between.call = begun;
    try {
      ((Flux) source).subscribe((CoreSubscriber) between);
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

  @Override
  public Context currentContext() {
    return actual.currentContext();
  }

  @Override
  @SuppressWarnings({"rawtypes", "auxiliaryclass"}) // as they are declared
  public Object scanUnsafe(Attr key) {
    if (actual == null && key == Attr.PARENT && source instanceof AssemblyOp) {
      return source; // that is where tracebacks look for it
    }
    if (actual == null) {
      return Scannable.from(source).scanUnsafe(key);
    }
    if (key == Attr.ACTUAL) {
      return actual;
    }
    return key == Attr.PARENT ? upstream : null;
  }

  @Override
  public String stepName() {
    return Scannable.from(source).stepName();
  }

  @Override
  public String toString() {
    return source.toString();
  }

  @Override
  public int getPrefetch() {
    return source.getPrefetch();
  }
}
