package com.acme.deploy;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Operation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods that put together what somebody else subscribes to. */
public class ReactiveDeployer {

  @Deployment(application = "shop")
  public Mono<Object> mono(Supplier<Mono<Object>> source) {
    return source.get();
  }

  @Deployment(application = "shop")
  public Flux<Object> flux(Supplier<Flux<Object>> source) {
    return source.get();
  }

  @Deployment(application = "release", version = "{result.size}", targets = "{result}")
  public Mono<List<Integer>> release(Supplier<Mono<List<Integer>>> source) {
    return source.get();
  }

  @Operation(value = "poll", events = "found={result.size},asked={0}")
  public Flux<Object> poll(Supplier<Flux<Object>> source) {
    return source.get();
  }

  @Deployment(application = "twins")
  public Mono<Object> twin(Supplier<Mono<Object>> source) {
    return twin(source, 1).map(value -> value);
  }

  @Deployment(application = "twins")
  public Mono<Object> twin(Supplier<Mono<Object>> source, int retries) {
    return source.get().retry(retries);
  }

  @Deployment(application = "single")
  public Single<Object> single(Supplier<Single<Object>> source) {
    return source.get();
  }

  @Deployment(application = "maybe")
  public Maybe<Object> maybe(Supplier<Maybe<Object>> source) {
    return source.get();
  }

  @Deployment(application = "completable")
  public Completable completable(Supplier<Completable> source) {
    return source.get();
  }

  @Deployment(application = "observable")
  public Observable<Object> observable(Supplier<Observable<Object>> source) {
    return source.get();
  }

  @Deployment(application = "flowable")
  public Flowable<Object> flowable(Supplier<Flowable<Object>> source) {
    return source.get();
  }

  @Deployment(application = "any")
  public Publisher<Object> any(Supplier<Publisher<Object>> source) {
    return source.get();
  }
}
