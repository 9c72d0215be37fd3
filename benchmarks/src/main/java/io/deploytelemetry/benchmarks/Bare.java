package io.deploytelemetry.benchmarks;

import java.util.concurrent.TimeUnit;
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

  /** The methods as they are without an agent. */
  static final class Operations {

    private final IllegalStateException thrown = new PreallocatedException();

    void nothing() {}

    void throwing() {
      throw thrown;
    }
  }
}
