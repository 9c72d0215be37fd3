package io.deploytelemetry.benchmarks;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.TimeUnit;
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
 * Suspend functions in an observation of Micrometer's that makes meters, begun and ended by hand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SuspendObserved {

  private final ObservationRegistry registry = ObservationRegistry.create();
  private final Bare.Operations operations = new Bare.Operations();

  @Setup
  public void register() {
    registry
        .observationConfig()
        .observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
  }

  @Benchmark
  public Object suspendAtOnce(Suspended coroutine) {
    Observed observed = new Observed(start(), coroutine);
    Object result = operations.atOnce(observed);
    if (result != CoroutineSingletons.COROUTINE_SUSPENDED) {
      observed.observation.stop();
    }
    return result;
  }

  @Benchmark
  public Object suspendLater(Suspended coroutine) {
    Observed observed = new Observed(start(), coroutine);
    if (operations.later(coroutine, observed) != CoroutineSingletons.COROUTINE_SUSPENDED) {
      observed.observation.stop();
    }
    return coroutine.resume();
  }

  private Observation start() {
    return Observation.createNotStarted("deployment", registry)
        .lowCardinalityKeyValue("application", "shop")
        .lowCardinalityKeyValue("environment", "production")
        .lowCardinalityKeyValue("provider", "kubernetes")
        .lowCardinalityKeyValue("strategy", "rolling")
        .start();
  }

  private static final class Observed implements Continuation<Object> {

    private final Observation observation;
    private final Continuation<Object> completion;

    Observed(Observation observation, Continuation<Object> completion) {
      this.observation = observation;
      this.completion = completion;
    }

    @Override
    public CoroutineContext getContext() {
      return completion.getContext();
    }

    @Override
    public void resumeWith(Object result) {
      observation.stop();
      completion.resumeWith(result);
    }
  }
}
