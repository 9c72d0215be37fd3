package io.deploytelemetry.benchmarks;

import java.util.concurrent.TimeUnit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.CoroutineSingletons;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What there is to compare with: methods that nobody measures, and the clock. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Bare {

  private final Operations operations = new Operations();

  @Benchmark
  public void nothing() {
    operations.nothing();
  }

  /** The least that a duration can cost. */
  @Benchmark
  public long twoClockReads() {
    long start = System.nanoTime();
    operations.nothing();
    return System.nanoTime() - start;
  }

  /** The same around a method that throws: what is behind this is the recorder's. */
  @Benchmark
  public long twoClockReadsThrowing() {
    long start = System.nanoTime();
    try {
      operations.throwing();
      return 0;
    } catch (IllegalStateException expected) {
      return System.nanoTime() - start;
    }
  }

  /** A suspend function that does not suspend. */
  @Benchmark
  public Object suspendAtOnce(Suspended coroutine) {
    return operations.atOnce(coroutine);
  }

  /** A suspend function that suspends once, and is resumed. */
  @Benchmark
  public Object suspendLater(Suspended coroutine) {
    operations.later(coroutine, coroutine);
    return coroutine.resume();
  }

  /** The methods as they are without an agent. */
  static final class Operations {

    private final IllegalStateException thrown = new PreallocatedException();

    void nothing() {}

    void throwing() {
      throw thrown;
    }

    /** As Kotlin makes it of {@code suspend fun atOnce() = "done"}. */
    Object atOnce(Continuation<Object> completion) {
      return "done";
    }

    /** As Kotlin makes it of a function that suspends in its last call. */
    Object later(Suspended coroutine, Continuation<Object> completion) {
      coroutine.await(completion);
      return CoroutineSingletons.COROUTINE_SUSPENDED;
    }
  }
}
