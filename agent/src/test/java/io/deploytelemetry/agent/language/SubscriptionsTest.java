package io.deploytelemetry.agent.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.acme.deploy.ReactiveDeployer;
import io.deploytelemetry.agent.metrics.Exposition;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class SubscriptionsTest {

  private final MeasuredClasses agent = new MeasuredClasses();
  private Class<?> type;
  private Object deployer;

  @BeforeEach
  void weave() throws Exception {
    type = agent.weave(ReactiveDeployer.class);
    deployer = type.getConstructor().newInstance();
  }

  @Test
  void nothingIsCountedBeforeSomebodySubscribesAndEachSubscriptionIsACall() throws Exception {
    Mono<Object> mono = mono(Mono.just("done"));
    assertThat(started()).isZero();

    assertThat(mono.block()).isEqualTo("done");
    assertThat(mono.block()).isEqualTo("done");

    assertThat(started()).isEqualTo(2);
    assertThat(completed("success")).isEqualTo(2);
  }

  @Test
  void callLastsFromTheSubscriptionToTheEnd() throws Exception {
    Sinks.One<Object> sink = Sinks.one();
    Mono<Object> mono = mono(sink.asMono());
    List<Object> values = new ArrayList<>();
    mono.subscribe(values::add);
    mono.subscribe(values::add);
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isEqualTo(2);

    sink.tryEmitValue("FAILED");

    assertThat(values).containsExactly("FAILED", "FAILED");
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isZero();
    assertThat(completed("failure")).isEqualTo(2);
  }

  @Test
  void valueDecidesTheOutcomeAndNoneIsASuccess() throws Exception {
    mono(Mono.just(false)).block();
    mono(Mono.just("SKIPPED")).block();
    mono(Mono.empty()).block();

    assertThat(completed("failure")).isOne();
    assertThat(completed("skip")).isOne();
    assertThat(completed("success")).isOne();
  }

  @Test
  void errorDecidesTheOutcomeAndArrivesAsItIs() throws Exception {
    RuntimeException refused = new IllegalStateException("refused");
    assertThatThrownBy(() -> mono(Mono.error(refused)).block()).isSameAs(refused);
    mono(Mono.error(new TimeoutException())).onErrorResume(thrown -> Mono.empty()).block();

    assertThat(completed("failure")).isOne();
    assertThat(completed("timeout")).isOne();
    assertThat(
            agent.scrape().value("deployment_errors_total", "\"java.lang.IllegalStateException\""))
        .isOne();
  }

  @Test
  void cancellationBeforeTheEndIsOneAndAfterwardsNone() throws Exception {
    Disposable subscription = mono(Mono.never()).subscribe();
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isOne();
    subscription.dispose();
    assertThat(completed("cancellation")).isOne();

    mono(Mono.just("done")).flux().concatWith(Mono.never()).take(1).blockLast();
    mono(Mono.just("done")).doOnNext(value -> {}).flux().next().block();

    assertThat(completed("success")).isEqualTo(2);
    assertThat(completed("cancellation")).isOne();
  }

  @Test
  void fluxOfWhichSomebodyHasHadEnoughIsCancelled() throws Exception {
    flux(Flux.range(1, 10)).take(3).blockLast();
    flux(Flux.range(1, 10)).blockLast();
    flux(Flux.error(new IllegalStateException())).onErrorResume(thrown -> Mono.empty()).blockLast();

    assertThat(completed("cancellation")).isOne();
    assertThat(completed("success")).isOne();
    assertThat(completed("failure")).isOne();
  }

  @Test
  void methodThatThrowsInsteadIsACallThatFailed() throws Exception {
    assertThatThrownBy(
            () ->
                mono(
                    () -> {
                      throw new IllegalArgumentException("no such release");
                    }))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(started()).isOne();
    assertThat(completed("failure")).isOne();
  }

  @Test
  void methodThatReturnsNullIsACallOfWhichNobodyKnows() throws Exception {
    assertThat(mono(() -> null)).isNull();

    assertThat(completed("unknown")).isOne();
    assertThat(agent.inventory.notes().toString()).contains("null was returned, and no Mono");
  }

  @Test
  void valuesOfTheEndAreReadFromTheValueInEachSubscription() throws Exception {
    Mono<?> mono = (Mono<?>) call("release", Supplier.class, supplier(Mono.just(List.of(1, 2))));
    mono.block();
    mono.block();

    assertThat(
            agent
                .scrape()
                .value("deployment_targets_updated_total", "release", "operation=\"deploy\""))
        .isEqualTo(4);
    assertThat(agent.scrape().value("deployment_info", "release", "version=\"2\"")).isOne();
  }

  @Test
  void fluxHasNoOneValueToRead() throws Exception {
    ((Flux<?>) call("poll", Supplier.class, supplier(Flux.range(1, 2)))).blockLast();

    assertThat(agent.scrape().value("operations_total", "poll", "\"success\"")).isOne();
    assertThat(agent.inventory.notes().toString())
        .contains("{result.size} cannot be read: a Flux has no one value");
  }

  @Test
  void overloadThatCallsItsTwinIsCountedOnce() throws Exception {
    Mono<?> mono = (Mono<?>) call("twin", Supplier.class, supplier(Mono.just("done")));
    mono.block();

    assertThat(agent.scrape().value("deployments_started_total", "twins")).isOne();
  }

  @Test
  void whatIsSubscribedToAfterwardsOnTheSameThreadIsItsOwn() throws Exception {
    mono(Mono.just("done")).then(mono(Mono.just("done"))).block();
    Mono.zip(mono(Mono.just("done")), mono(Mono.just("done"))).block();
    flux(Flux.range(1, 3)).concatMap(step -> flux(Flux.just(step))).blockLast();

    assertThat(started()).isEqualTo(8);
    assertThat(completed("success")).isEqualTo(8);
  }

  @Test
  void endFromAnotherThreadBeforeTheSubscriptionIsDoneCountsAtOnce() throws Exception {
    Mono<Object> mono =
        mono(
            new Mono<Object>() {
              @Override
              public void subscribe(CoreSubscriber<? super Object> actual) {
                Mono.just((Object) "done").subscribeOn(Schedulers.single()).subscribe(actual);
                await().until(() -> completed("success") == 1);
              }
            });

    assertThat(mono.block()).isEqualTo("done");

    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isZero();
    mono(Mono.just("done")).block();
    assertThat(started()).isEqualTo(2);
    assertThat(completed("success")).isEqualTo(2);
  }

  @Test
  void decoratedPublisherScansAsTheOneInIt() throws Exception {
    Mono<Object> source = Mono.<Object>just("done").name("deploy").tag("region", "eu");

    Mono<Object> measured = mono(source);

    assertThat(measured).isNotSameAs(source).hasToString(source.toString());
    assertThat(Scannable.from(measured).name()).isEqualTo("deploy");
    assertThat(Scannable.from(measured).tags().toList().toString()).contains("region,eu");
    assertThat(Scannable.from(measured).steps().toList())
        .isEqualTo(Scannable.from(source).steps().toList());
  }

  @Test
  void contextAndDemandPassThrough() throws Exception {
    Mono<Object> mono = mono(Mono.deferContextual(context -> Mono.just(context.get("user"))));
    assertThat(mono.contextWrite(context -> context.put("user", "ann")).block()).isEqualTo("ann");

    List<Long> requested = new ArrayList<>();
    flux(Flux.range(1, 100).doOnRequest(requested::add)).limitRate(10).take(20, true).blockLast();
    assertThat(requested).startsWith(10L);
  }

  @Test
  void typesOfRxJavaAreMeasuredAlike() throws Exception {
    ((Single<?>) call("single", Supplier.class, supplier(Single.just("FAILED")))).blockingGet();
    ((Maybe<?>) call("maybe", Supplier.class, supplier(Maybe.empty()))).blockingGet();
    ((Completable) call("completable", Supplier.class, supplier(Completable.complete())))
        .blockingAwait();
    ((Observable<?>) call("observable", Supplier.class, supplier(Observable.range(1, 9))))
        .take(2)
        .blockingSubscribe();
    ((Flowable<?>) call("flowable", Supplier.class, supplier(Flowable.range(1, 9))))
        .blockingSubscribe();
    SingleSubject<Object> never = SingleSubject.create();
    ((Single<?>) call("single", Supplier.class, supplier(never))).subscribe().dispose();
    assertThat(never.hasObservers()).isFalse();
    Maybe<?> refusing =
        (Maybe<?>) call("maybe", Supplier.class, supplier(Maybe.error(new TimeoutException())));
    assertThat(refusing.onErrorComplete().blockingGet()).isNull();

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_total", "single", "\"failure\"")).isOne();
    assertThat(shown.value("deployments_total", "single", "\"cancellation\"")).isOne();
    assertThat(shown.value("deployments_total", "maybe", "\"success\"")).isOne();
    assertThat(shown.value("deployments_total", "maybe", "\"timeout\"")).isOne();
    assertThat(shown.value("deployments_total", "completable", "\"success\"")).isOne();
    assertThat(shown.value("deployments_total", "observable", "\"cancellation\"")).isOne();
    assertThat(shown.value("deployments_total", "flowable", "\"success\"")).isOne();
  }

  @Test
  void hooksOfRxJavaSeeEachSubscriptionOnce() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    RxJavaPlugins.setOnSingleSubscribe((publisher, observer) -> counted(seen, observer));
    RxJavaPlugins.setOnMaybeSubscribe((publisher, observer) -> counted(seen, observer));
    RxJavaPlugins.setOnCompletableSubscribe((publisher, observer) -> counted(seen, observer));
    RxJavaPlugins.setOnObservableSubscribe((publisher, observer) -> counted(seen, observer));
    RxJavaPlugins.setOnFlowableSubscribe((publisher, subscriber) -> counted(seen, subscriber));
    try {
      ((Single<?>) call("single", Supplier.class, supplier(Single.just(1)))).subscribe();
      ((Maybe<?>) call("maybe", Supplier.class, supplier(Maybe.just(1)))).subscribe();
      ((Completable) call("completable", Supplier.class, supplier(Completable.complete())))
          .subscribe();
      ((Observable<?>) call("observable", Supplier.class, supplier(Observable.just(1))))
          .subscribe();
      ((Flowable<?>) call("flowable", Supplier.class, supplier(Flowable.just(1)))).subscribe();
    } finally {
      RxJavaPlugins.reset();
    }

    assertThat(seen).hasValue(5);
  }

  private static <T> T counted(AtomicInteger seen, T subscriber) {
    seen.incrementAndGet();
    return subscriber;
  }

  @Test
  void subscriptionThatRxJavaRefusesFailsByWhatWasThrown() throws Exception {
    Single<?> refusing =
        (Single<?>)
            call(
                "single",
                Supplier.class,
                supplier(
                    new Single<Object>() {
                      @Override
                      protected void subscribeActual(SingleObserver<? super Object> observer) {
                        throw new IllegalStateException("refused");
                      }
                    }));

    assertThatThrownBy(refusing::subscribe).hasRootCauseMessage("refused");

    assertThat(
            agent
                .scrape()
                .value("deployment_errors_total", "single", "\"java.lang.IllegalStateException\""))
        .isOne();
  }

  @Test
  void otherDeclaredTypesAreLeftAlone() throws Exception {
    Mono<Object> mono = Mono.just("done");

    assertThat(call("any", Supplier.class, supplier(mono))).isSameAs(mono);

    assertThat(agent.scrape().value("deployments_total", "any", "\"success\"")).isOne();
  }

  private static <T> Supplier<T> supplier(T value) {
    return () -> value;
  }

  private Mono<Object> mono(Mono<?> source) throws Exception {
    return mono(supplier(source));
  }

  @SuppressWarnings("unchecked")
  private Mono<Object> mono(Supplier<?> source) throws Exception {
    return (Mono<Object>) call("mono", Supplier.class, source);
  }

  @SuppressWarnings("unchecked")
  private Flux<Object> flux(Flux<?> source) {
    try {
      return (Flux<Object>) call("flux", Supplier.class, supplier(source));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Object call(String method, Class<?> parameter, Object argument) throws Exception {
    return type.getMethod(method, parameter).invoke(deployer, argument);
  }

  private double started() {
    return agent.scrape().value("deployments_started_total", "shop");
  }

  private double completed(String outcome) {
    return agent.scrape().value("deployments_total", "shop", '"' + outcome + '"');
  }
}
