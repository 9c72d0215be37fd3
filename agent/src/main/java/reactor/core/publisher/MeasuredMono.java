package reactor.core.publisher;

import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import java.util.function.Supplier;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.util.context.Context;

/**
 * A Mono that does what another one does, and tells the agent of its subscriptions; and the
 * subscriber of each, between the other Mono and whoever subscribes. One class for both, because a
 * hidden class cannot name another one. To whoever scans, it is the other Mono.
 */
public final class MeasuredMono extends Mono<Object>
    implements CoreSubscriber<Object>, Subscription, Scannable {

  private final Mono<?> source;
  private final Supplier<TelemetrySubscription> calls;

  // of a subscriber only
  private CoreSubscriber<? super Object> actual;
  private TelemetrySubscription call;
  private Subscription upstream;

  public MeasuredMono(Mono<?> source, Supplier<TelemetrySubscription> calls) {
    this.source = source;
    this.calls = calls;
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public void subscribe(CoreSubscriber<? super Object> subscriber) {
    TelemetrySubscription begun = calls.get();
    if (begun == null) {
      ((Mono) source).subscribe(subscriber);
      return;
    }
    MeasuredMono between = new MeasuredMono(source, calls);
    between.actual = subscriber;
    between.call = begun;
    try {
      ((Mono) source).subscribe((CoreSubscriber) between);
    } catch (Throwable thrown) {
      begun.fail(thrown);
      throw thrown;
    }
    begun.detach();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    actual.onSubscribe(this);
  }

  @Override
  public void onNext(Object value) {
    call.succeed(value);
    actual.onNext(value);
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
}
