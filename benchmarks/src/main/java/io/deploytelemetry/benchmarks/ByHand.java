package io.deploytelemetry.benchmarks;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kotlin.Result;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.CoroutineSingletons;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The four metrics that a careful person writes with client_java: started, completed, in progress
 * and a histogram, with the agent's labels and bounds. Neither the time of the last call, nor that
 * of the oldest running one, nor a guard against counting a call twice is among them; the agent's
 * figures have all three.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ByHand {

  private static final String[] LABELS = {"application", "environment", "provider", "strategy"};
  private static final String[] LABELS_AT_END = {
    "application", "environment", "provider", "strategy", "outcome"
  };
  private static final double[] BOUNDS = {
    1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400
  };

  private final Counter started =
      Counter.builder().name("started").labelNames(LABELS).withoutExemplars().build();
  private final Gauge inProgress =
      Gauge.builder().name("in_progress").labelNames(LABELS).withoutExemplars().build();
  private final Counter completed =
      Counter.builder().name("completed").labelNames(LABELS_AT_END).withoutExemplars().build();
  private final Histogram classic =
      Histogram.builder()
          .name("classic_seconds")
          .labelNames(LABELS_AT_END)
          .classicUpperBounds(BOUNDS)
          .classicOnly()
          .withoutExemplars()
          .build();

  private final Held best = new Held(started, inProgress, completed, classic);
  private final Held byDefault =
      new Held(
          Counter.builder().name("default_started").labelNames(LABELS).build(),
          Gauge.builder().name("default_in_progress").labelNames(LABELS).build(),
          Counter.builder().name("default_completed").labelNames(LABELS_AT_END).build(),
          Histogram.builder()
              .name("default_seconds")
              .labelNames(LABELS_AT_END)
              .classicUpperBounds(BOUNDS)
              .build());

  private final String application = "shop";
  private final String environment = "production";
  private final Release release = new Release();
  private final Bare.Operations operations = new Bare.Operations();

  /** As the woven methods are treated. */
  @Setup
  public void age() {
    best.measure(operations);
    byDefault.measure(operations);
    labelValuesPerCall();
    System.gc();
  }

  /** Data points held in fields, a classic histogram only, no exemplars: the cheapest there is. */
  @Benchmark
  public void best() {
    best.measure(operations);
  }

  /** The cheapest around a method that throws; the agent also counts what was thrown. */
  @Benchmark
  public Object bestThrowing() {
    try {
      best.measureThrowing(operations);
      return operations;
    } catch (IllegalStateException expected) {
      return expected;
    }
  }

  /** Data points held in fields; else as client_java makes them: classic and native histogram. */
  @Benchmark
  public void defaults() {
    byDefault.measure(operations);
  }

  /** The cheapest metrics with their labels looked up in every call, as is commonly written. */
  @Benchmark
  public void labelValuesPerCall() {
    looked("shop", environment, "rolling");
  }

  /** As {@code labelValuesPerCall}, with one label that is not known before the call. */
  @Benchmark
  public void oneLabel() {
    looked(application, environment, "rolling");
  }

  /** As {@code labelValuesPerCall}, with three labels from an argument. */
  @Benchmark
  public void threeLabels() {
    looked(release.application(), release.target().environment(), release.strategy());
  }

  /** The look-up alone: what one label that is not constant costs at least. */
  @Benchmark
  public Object lookUpAlone() {
    return started.labelValues(application, environment, "kubernetes", "rolling");
  }

  /** The cheapest around a method that returns a future, ended by its callback. */
  @Benchmark
  public Object future() {
    long start = best.start();
    CompletableFuture<String> future = CompletableFuture.completedFuture("done");
    future.whenComplete((value, failure) -> best.end(start, failure == null));
    return future;
  }

  /** The cheapest around a suspend function that does not suspend. */
  @Benchmark
  public Object suspendAtOnce(Suspended coroutine) {
    Measured measured = new Measured(best, coroutine);
    Object result = operations.atOnce(measured);
    if (result != CoroutineSingletons.COROUTINE_SUSPENDED) {
      best.end(measured.start, true);
    }
    return result;
  }

  /** The cheapest around a suspend function that suspends once, ended by its continuation. */
  @Benchmark
  public Object suspendLater(Suspended coroutine) {
    Measured measured = new Measured(best, coroutine);
    if (operations.later(coroutine, measured) != CoroutineSingletons.COROUTINE_SUSPENDED) {
      best.end(measured.start, true);
    }
    return coroutine.resume();
  }

  /** Stands between a suspend function and its caller; good enough without dispatchers. */
  private static final class Measured implements Continuation<Object> {

    private final Held held;
    private final Continuation<Object> completion;
    private final long start;

    Measured(Held held, Continuation<Object> completion) {
      this.held = held;
      this.completion = completion;
      this.start = held.start();
    }

    @Override
    public CoroutineContext getContext() {
      return completion.getContext();
    }

    @Override
    public void resumeWith(Object result) {
      held.end(start, !(result instanceof Result.Failure));
      completion.resumeWith(result);
    }
  }

  private void looked(String application, String environment, String strategy) {
    started.labelValues(application, environment, "kubernetes", strategy).inc();
    inProgress.labelValues(application, environment, "kubernetes", strategy).inc();
    String outcome = "failure";
    long start = System.nanoTime();
    try {
      operations.nothing();
      outcome = "success";
    } finally {
      classic
          .labelValues(application, environment, "kubernetes", strategy, outcome)
          .observe((System.nanoTime() - start) * 1e-9);
      completed.labelValues(application, environment, "kubernetes", strategy, outcome).inc();
      inProgress.labelValues(application, environment, "kubernetes", strategy).dec();
    }
  }

  private static final class Held {

    private final CounterDataPoint started;
    private final GaugeDataPoint inProgress;
    private final CounterDataPoint succeeded;
    private final CounterDataPoint failed;
    private final DistributionDataPoint successes;
    private final DistributionDataPoint failures;

    Held(Counter started, Gauge inProgress, Counter completed, Histogram durations) {
      this.started = started.labelValues("shop", "production", "kubernetes", "rolling");
      this.inProgress = inProgress.labelValues("shop", "production", "kubernetes", "rolling");
      this.succeeded =
          completed.labelValues("shop", "production", "kubernetes", "rolling", "success");
      this.failed = completed.labelValues("shop", "production", "kubernetes", "rolling", "failure");
      this.successes =
          durations.labelValues("shop", "production", "kubernetes", "rolling", "success");
      this.failures =
          durations.labelValues("shop", "production", "kubernetes", "rolling", "failure");
    }

    void measure(Bare.Operations operations) {
      long start = start();
      boolean isSuccess = false;
      try {
        operations.nothing();
        isSuccess = true;
      } finally {
        end(start, isSuccess);
      }
    }

    void measureThrowing(Bare.Operations operations) {
      long start = start();
      boolean isSuccess = false;
      try {
        operations.throwing();
        isSuccess = true;
      } finally {
        end(start, isSuccess);
      }
    }

    private long start() {
      started.inc();
      inProgress.inc();
      return System.nanoTime();
    }

    private void end(long start, boolean isSuccess) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      (isSuccess ? successes : failures).observe(seconds);
      (isSuccess ? succeeded : failed).inc();
      inProgress.dec();
    }
  }
}
