package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sample;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Applications that subscribe, in their own versions of the libraries. */
class ReactiveIT {

  private static final String DEPLOYER =
      """
      package com.acme.reactive;

      import com.google.common.util.concurrent.*;
      import io.deploytelemetry.annotations.*;
      import io.reactivex.rxjava3.core.*;
      import java.util.function.Supplier;
      import reactor.core.publisher.*;

      public class Deployer {

        @Deployment(application = "mono", version = "{result.version}")
        public static <T> Mono<T> mono(Supplier<Mono<T>> source) { return source.get(); }

        @Deployment(application = "{0}")
        public static <T> Mono<T> named(String name, Supplier<Mono<T>> source) { return source.get(); }

        @Deployment(application = "flux")
        public static <T> Flux<T> flux(Supplier<Flux<T>> source) { return source.get(); }

        @Deployment(application = "single")
        public static <T> Single<T> single(Supplier<Single<T>> source) { return source.get(); }

        @Deployment(application = "maybe")
        public static <T> Maybe<T> maybe(Supplier<Maybe<T>> source) { return source.get(); }

        @Deployment(application = "completable")
        public static Completable completable(Supplier<Completable> source) { return source.get(); }

        @Deployment(application = "observable")
        public static <T> Observable<T> observable(Supplier<Observable<T>> source) { return source.get(); }

        @Deployment(application = "flowable")
        public static <T> Flowable<T> flowable(Supplier<Flowable<T>> source) { return source.get(); }

        @Deployment(application = "future", version = "{result.version}")
        public static <T> ListenableFuture<T> future(Supplier<ListenableFuture<T>> source) { return source.get(); }

        @HealthCheck(value = "mono", every = "100ms", ttl = "1m")
        public static Mono<Boolean> check() { return Mono.just(true).delayElement(java.time.Duration.ofMillis(1)); }

        @HealthCheck(value = "single", every = "100ms", ttl = "1m")
        public static Single<Boolean> otherCheck() { return Single.error(new IllegalStateException("refused")); }
      }
      """;

  private static final String MAIN =
      """
      package com.acme.reactive;

      import com.google.common.util.concurrent.*;
      import io.reactivex.rxjava3.core.*;
      import io.reactivex.rxjava3.plugins.RxJavaPlugins;
      import java.util.ArrayList;
      import java.util.List;
      import java.util.concurrent.*;
      import java.util.function.Supplier;
      import java.util.stream.*;
      import org.reactivestreams.*;
      import reactor.core.*;
      import reactor.core.publisher.*;
      import reactor.core.scheduler.*;

      public class Main {

        public static class Release { public String getVersion() { return "2.0"; } }

        public static void main(String[] args) throws Exception {
          new Deployer();
          monos();
          metadata();
          contexts();
          fluxes();
          Hooks.onOperatorDebug();
          traced("debug", Deployer.mono(() -> Mono.fromCallable(Main::refuse).map(x -> x)).map(x -> x).checkpoint("here"));
          Hooks.resetOnOperatorDebug();
          rxJava();
          guava();
          for (String name : new String[] {"reactor.core.publisher.MeasuredMono", "io.reactivex.rxjava3.core.MeasuredSingle"}) {
            try {
              say("found " + Class.forName(name));
            } catch (ClassNotFoundException none) {
              say("no " + name);
            }
          }
          System.out.println("ready");
          System.in.read();
        }

        static void say(Object what) { System.out.println(what); }

        static Object refuse() { throw new IllegalStateException("refused"); }

        static void traced(String what, Mono<?> mono) {
          mono.subscribe(value -> say(what + " " + value), thrown -> trace(what, thrown));
        }

        static void trace(String what, Throwable thrown) {
          say(what + " " + thrown);
          for (StackTraceElement frame : thrown.getStackTrace()) say("    at " + frame);
          for (Throwable suppressed : thrown.getSuppressed()) say("  with " + suppressed.getMessage());
        }

        static void monos() {
          say(Deployer.mono(() -> Mono.just(new Release())).map(Release::getVersion).block());
          say(Deployer.mono(() -> Mono.just("FAILED")).block());
          say(Deployer.mono(() -> Mono.empty()).block());
          say(Deployer.mono(() -> Mono.just("done").publishOn(Schedulers.parallel())).block());
          say(Deployer.mono(() -> Mono.just("done").subscribeOn(Schedulers.parallel())).block());
          say(Deployer.mono(() -> Mono.fromFuture(CompletableFuture.completedFuture("done"))).hide().block());
          say(Deployer.mono(() -> Flux.range(1, 3).next()).block());
          traced("callable", Deployer.mono(() -> Mono.fromCallable(Main::refuse)));
          traced("mapped", Deployer.mono(() -> Mono.just(1).map(x -> refuse())).filter(x -> true).map(x -> x));
          traced("deferred", Deployer.mono(() -> Mono.defer(() -> { throw new IllegalArgumentException("bad"); })).map(x -> x));
          traced("timeout", Deployer.mono(() -> Mono.error(new TimeoutException("late"))));
          say(Deployer.mono(() -> Mono.never()).timeout(java.time.Duration.ofMillis(50), Mono.just("instead")).block());
          Deployer.mono(() -> Mono.never()).subscribe().dispose();
          try {
            Deployer.mono(() -> { throw new UnsupportedOperationException("assembled"); });
          } catch (UnsupportedOperationException thrown) {
            trace("assembling", thrown);
          }
          say(Deployer.named("a", () -> Deployer.named("a", () -> Mono.just("once"))).block());
          say(Deployer.named("b", () -> Deployer.named("c", () -> Mono.just("each"))).repeat(2).collectList().block());
          Deployer.named("unused", () -> Mono.just("never"));
        }

        static void metadata() {
          Mono<?> mono = Deployer.mono(() -> Mono.just(1).name("deploy").tag("region", "eu").map(x -> x + 1));
          Scannable scanned = Scannable.from(mono.filter(x -> true));
          say(scanned.name() + " " + scanned.tags().collect(Collectors.toList()));
          say(scanned.steps().collect(Collectors.toList()));
          say(scanned.parents().map(Object::toString).collect(Collectors.toList()));
          say(mono + " " + Scannable.from(mono).scan(Scannable.Attr.RUN_STYLE) + " " + Scannable.from(mono).scan(Scannable.Attr.PREFETCH));
          say(Scannable.from(Deployer.flux(() -> Flux.range(1, 3).log("cat", java.util.logging.Level.OFF))).stepName());
        }

        static void contexts() {
          say(Deployer.mono(() -> Mono.deferContextual(c -> Mono.just(c.get("user") + " of " + c.size())))
              .contextWrite(c -> c.put("user", "ann")).block());
          say(Deployer.flux(() -> Flux.deferContextual(c -> Flux.just(c.get("user") + " of " + c.size())))
              .contextWrite(c -> c.put("user", "bob")).collectList().block());
        }

        static void fluxes() {
          List<Long> requested = new CopyOnWriteArrayList<>();
          say(Deployer.flux(() -> Flux.range(1, 100).doOnRequest(requested::add)).limitRate(10).collectList().block().size());
          say(requested);
          say(Deployer.flux(() -> Flux.range(1, 100)).filter(x -> x % 2 == 0).publishOn(Schedulers.parallel(), 4).map(x -> x + 1).reduce(Integer::sum).block());
          say(Deployer.flux(() -> Flux.range(1, 10)).take(3).collectList().block());
          say(Deployer.flux(() -> Flux.just(1, 2)).zipWith(Deployer.flux(() -> Flux.just(3, 4))).collectList().block());
          Deployer.flux(() -> Flux.range(1, 2).concatWith(Flux.error(new IllegalStateException("broken"))))
              .subscribe(Main::say, thrown -> trace("flux", thrown));
        }

        static void rxJava() {
          List<String> hooks = new ArrayList<>();
          RxJavaPlugins.setOnSingleAssembly(single -> {
              if (Thread.currentThread().getName().equals("main")) hooks.add(single.getClass().getSimpleName());
              return single;
            });
          RxJavaPlugins.setErrorHandler(thrown -> say("undeliverable " + thrown));
          say(Deployer.single(() -> Single.just(1).map(x -> x + 1)).map(x -> x + 1).blockingGet());
          say(hooks);
          RxJavaPlugins.setOnSingleAssembly(null);
          Deployer.single(() -> Single.fromCallable(Main::refuse)).subscribe(Main::say, thrown -> trace("single", thrown));
          Deployer.single(() -> Single.never()).subscribe().dispose();
          say(Deployer.maybe(() -> Maybe.empty()).defaultIfEmpty("nothing").blockingGet());
          say(Deployer.maybe(() -> Maybe.error(new TimeoutException())).onErrorComplete().defaultIfEmpty("caught").blockingGet());
          Deployer.completable(() -> Completable.fromRunnable(() -> say("ran"))).blockingAwait();
          Deployer.completable(() -> Completable.fromCallable(Main::refuse)).onErrorComplete().blockingAwait();
          say(Deployer.observable(() -> Observable.range(1, 9)).take(2).toList().blockingGet());
          say(Deployer.observable(() -> Observable.range(1, 9)).observeOn(io.reactivex.rxjava3.schedulers.Schedulers.computation()).count().blockingGet());
          say(Deployer.flowable(() -> Flowable.range(1, 9).onBackpressureDrop()).rebatchRequests(2).count().blockingGet());
        }

        static void guava() throws Exception {
          SettableFuture<Object> settable = SettableFuture.create();
          say(Deployer.future(() -> settable) == (Object) settable);
          settable.set(new Release());
          Deployer.future(() -> Futures.immediateFuture("SKIPPED"));
          Deployer.future(() -> Futures.immediateFailedFuture(new TimeoutException()));
          Deployer.future(() -> Futures.immediateCancelledFuture());
          Thread.currentThread().interrupt();
          Deployer.future(() -> Futures.immediateFuture("done"));
          say(Thread.interrupted());
          say(Deployer.future(() -> null));
        }
      }
      """;

  private static final String WEBAPPS =
      """
      package com.acme.reactive;

      import java.io.File;
      import java.lang.ref.WeakReference;
      import java.net.*;
      import java.util.*;

      public class Webapps {
        public static void main(String[] args) throws Exception {
          List<URL> urls = new ArrayList<>();
          for (String each : args[0].split(File.pathSeparator)) urls.add(new File(each).toURI().toURL());
          List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            deployTwo(urls.toArray(new URL[0]), loaders);
          }
          for (int i = 0; i < 50 && left(loaders) > 0; i++) {
            System.gc();
            Thread.sleep(100);
          }
          System.out.println("loaders left " + left(loaders));
          System.out.println("ready");
          System.in.read();
        }

        private static void deployTwo(URL[] urls, List<WeakReference<ClassLoader>> loaders) throws Exception {
          URLClassLoader one = new URLClassLoader(urls);
          URLClassLoader other = new URLClassLoader(urls);
          run(one);
          run(other);
          run(one);
          loaders.add(new WeakReference<>(one));
          loaders.add(new WeakReference<>(other));
        }

        private static void run(ClassLoader loader) throws Exception {
          ((Runnable) loader.loadClass("com.acme.reactive.Webapp").getDeclaredConstructor().newInstance()).run();
        }

        private static long left(List<WeakReference<ClassLoader>> loaders) {
          return loaders.stream().filter(loader -> loader.get() != null).count();
        }
      }
      """;

  private static final String WEBAPP =
      """
      package com.acme.reactive;

      import io.deploytelemetry.annotations.Deployment;
      import io.reactivex.rxjava3.core.Single;
      import reactor.core.publisher.Mono;

      public class Webapp implements Runnable {
        @Override
        public void run() {
          mono().block();
          single().blockingGet();
        }

        @Deployment(application = "webapp")
        Mono<String> mono() { return Mono.just("done").map(String::trim); }

        @Deployment(application = "webapp")
        Single<String> single() { return Single.just("done").map(String::trim); }
      }
      """;

  private static final List<Path> OLD =
      Artifacts.tools("reactor-core-old", "reactive-streams", "rxjava", "guava-old");
  private static final List<Path> NEW =
      Artifacts.tools("reactor-core", "reactive-streams", "rxjava", "guava", "failureaccess");

  @TempDir private static Path directory;
  private static Path classes;
  private static Path host;
  private static Path webapp;

  @BeforeAll
  static void compile() throws IOException {
    classes =
        new Sources()
            .classPath(OLD)
            .file("com/acme/reactive/Deployer.java", DEPLOYER)
            .file("com/acme/reactive/Main.java", MAIN)
            .compileTo(directory.resolve("application"));
    host =
        new Sources()
            .file("com/acme/reactive/Webapps.java", WEBAPPS)
            .compileTo(directory.resolve("host"));
    webapp =
        new Sources()
            .classPath(OLD)
            .file("com/acme/reactive/Webapp.java", WEBAPP)
            .compileTo(directory.resolve("webapp"));
  }

  @OnEachJdk
  void subscriptionsToTheOldestVersionsAreCountedAndTheApplicationSeesNothing(Jdk jdk) {
    assertCountedAndUnseen(jdk, OLD);
  }

  @OnEachJdk
  void subscriptionsToTheNewestVersionsAreCountedAndTheApplicationSeesNothing(Jdk jdk) {
    assertCountedAndUnseen(jdk, NEW);
  }

  @OnEachJdk
  void librariesInTheLoadersOfWebApplicationsAreMeasuredAndGoWithThem(Jdk jdk) {
    List<Path> ofWebapp = new ArrayList<>(NEW);
    ofWebapp.add(webapp);
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .classPath(host, Artifacts.annotations())
            .main("com.acme.reactive.Webapps", Artifacts.path(ofWebapp));
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      assertThat(jvm.stdout()).contains("loaders left 0");
      assertThat(outcomes(jvm.metrics(), "webapp")).isEqualTo(Map.of("success", 60.0));
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void checksThatReturnPublishersAreRunAndSubscribedTo(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, NEW)) {
      jvm.awaitReady();
      await()
          .until(
              () ->
                  jvm.metrics().value("health_checks_total", "check=mono", "outcome=success") > 1
                      && jvm.metrics()
                              .value("health_checks_total", "check=single", "outcome=failure")
                          > 1);
      assertThat(jvm.metrics().value("health_check_status", "check=mono")).isOne();
      assertThat(jvm.get("/health/check/single").text())
          .contains("java.lang.IllegalStateException: refused");
      assertQuiet(jvm, List.of());
    }
  }

  private static ForkedJvm start(Jdk jdk, List<Path> libraries) {
    return JvmLaunch.withAgent(jdk)
        .classPath(classPath(libraries))
        .main("com.acme.reactive.Main")
        .start();
  }

  private static void assertCountedAndUnseen(Jdk jdk, List<Path> libraries) {
    Ending plain =
        JvmLaunch.plain(jdk).classPath(classPath(libraries)).main("com.acme.reactive.Main").run();
    assertThat(plain.exitCode()).isZero();
    try (ForkedJvm jvm = start(jdk, libraries)) {
      jvm.awaitReady();
      Exposition metrics = jvm.metrics();
      assertThat(comparable(jdk, jvm.stdout())).isEqualTo(comparable(jdk, plain.stdout()));
      assertQuiet(jvm, plain.stderr());
      assertCounted(metrics);
      assertThat(metrics.value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  /**
   * Without the frames of the libraries: Reactor's operators do not fuse with ours, and others are
   * in their place. Ours are there before 15, where the JVM hides no classes but its own.
   */
  private static List<String> comparable(Jdk jdk, List<String> lines) {
    assertThat(lines)
        .noneMatch(line -> line.contains("elemetry"))
        .noneMatch(line -> line.matches(" +at .*Measured.*") && jdk.version() >= 15);
    return lines.stream()
        .filter(line -> !line.matches(" +at (reactor|io\\.reactivex)\\..*"))
        .toList();
  }

  /** No line but the libraries' own, the agent's first, and that of the check that is down. */
  private static void assertQuiet(ForkedJvm jvm, List<String> withoutAgent) {
    assertThat(jvm.stderr())
        .filteredOn(line -> !withoutAgent.contains(line))
        .filteredOn(line -> !line.contains("health check single is DOWN"))
        .hasSize(1);
  }

  private static void assertCounted(Exposition metrics) {
    assertThat(outcomes(metrics, "mono"))
        .isEqualTo(Map.of("success", 7.0, "failure", 6.0, "timeout", 1.0, "cancellation", 2.0));
    assertThat(metrics.value("deployment_info", "application=mono", "version=2.0")).isOne();
    assertThat(outcomes(metrics, "a")).isEqualTo(Map.of("success", 1.0));
    assertThat(outcomes(metrics, "b")).isEqualTo(Map.of("success", 3.0));
    assertThat(outcomes(metrics, "c")).isEqualTo(Map.of("success", 3.0));
    assertThat(metrics.value("deployments_started_total", "application=unused")).isZero();
    assertThat(outcomes(metrics, "flux"))
        .isEqualTo(Map.of("success", 4.0, "cancellation", 2.0, "failure", 1.0));
    assertThat(outcomes(metrics, "single"))
        .isEqualTo(Map.of("success", 1.0, "failure", 1.0, "cancellation", 1.0));
    assertThat(outcomes(metrics, "maybe")).isEqualTo(Map.of("success", 1.0, "timeout", 1.0));
    assertThat(outcomes(metrics, "completable")).isEqualTo(Map.of("success", 1.0, "failure", 1.0));
    assertThat(outcomes(metrics, "observable"))
        .isEqualTo(Map.of("success", 1.0, "cancellation", 1.0));
    assertThat(outcomes(metrics, "flowable")).isEqualTo(Map.of("success", 1.0));
    assertThat(outcomes(metrics, "future"))
        .isEqualTo(Map.of("success", 3.0, "skip", 1.0, "timeout", 1.0, "cancellation", 1.0));
    assertThat(metrics.value("deployment_info", "application=future", "version=2.0")).isOne();
    for (Sample sample : metrics.samples("deployments_in_progress")) {
      assertThat(sample.value()).as(sample.toString()).isZero();
    }
  }

  private static List<Path> classPath(List<Path> libraries) {
    List<Path> entries = new ArrayList<>(libraries);
    entries.add(classes);
    entries.add(Artifacts.annotations());
    return entries;
  }

  private static Map<String, Double> outcomes(Exposition metrics, String application) {
    Map<String, Double> counts = new TreeMap<>();
    for (Sample sample : metrics.samples("deployments_total", "application=" + application)) {
      if (sample.value() != 0) {
        counts.put(sample.labels().get("outcome"), sample.value());
      }
    }
    return counts;
  }
}
