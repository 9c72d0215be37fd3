package io.deploytelemetry.benchmarks;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.concurrent.TimeUnit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.CoroutineSingletons;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Suspend functions under OpenTelemetry's agent, of which {@link Main} is told with {@code
 * -Dopentelemetry.jar}: a span for each call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SuspendSpans {

  private final Operations operations = new Operations();

  @Benchmark
  public Object suspendAtOnce(Suspended coroutine) {
    return operations.atOnce(coroutine);
  }

  @Benchmark
  public Object suspendLater(Suspended coroutine) {
    operations.later(coroutine, coroutine);
    return coroutine.resume();
  }

  static final class Operations {

    @WithSpan
    Object atOnce(Continuation<Object> completion) {
      return "done";
    }

    @WithSpan
    Object later(Suspended coroutine, Continuation<Object> completion) {
      coroutine.await(completion);
      return CoroutineSingletons.COROUTINE_SUSPENDED;
    }
  }
}
