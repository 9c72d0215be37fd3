package io.deploytelemetry.benchmarks;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Rollback;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.intrinsics.CoroutineSingletons;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Methods under the agent, for which {@link Main} starts the JVM with it. Every kind of method and
 * of outcome is run before anything is measured: the JIT compiler must not find the agent in a
 * simpler state than it is in a deployment tool.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Woven {

  private static final int CALLS_BEFORE = 20_000;

  private final Operations operations = new Operations();
  private final Release release = new Release();
  private final String application = "shop";

  /** Runs everything, and fails if nothing is woven: that would be fast. */
  @Setup
  public void runEverything() {
    Suspended coroutine = new Suspended();
    for (int i = 0; i < CALLS_BEFORE; i++) {
      operations.deploy();
      operations.deployTold(i % 2 == 0);
      operations.rollBack(String.valueOf(i % 2 == 0));
      operations.isUp(i % 2 == 0);
      operations.deployRelease(release);
      operations.deployTo("shop-" + i % 10);
      operations.deployLater();
      operations.deployAtOnce(coroutine);
      operations.deployLater(coroutine, coroutine);
      coroutine.resume();
      try {
        operations.throwing();
      } catch (IllegalStateException expected) {
        continue;
      }
    }
    if (!WovenCalls.areCounted()) {
      throw new IllegalStateException("nothing is woven; run benchmarks/run.sh");
    }
    System.gc(); // what counts is old in a deployment tool, and G1 makes stores to it dearer
  }

  @Benchmark
  public void nothing() {
    operations.deploy();
  }

  @Benchmark
  public boolean returningTrue() {
    return operations.deployTold(true);
  }

  @Benchmark
  public Object throwing() {
    try {
      operations.throwing();
      return operations;
    } catch (IllegalStateException expected) {
      return expected;
    }
  }

  /** One label from an argument. */
  @Benchmark
  public void oneLabel() {
    operations.deployTo(application);
  }

  /** Three labels from the call, one of them two steps away. */
  @Benchmark
  public void threeLabels() {
    operations.deployRelease(release);
  }

  /** A future that is complete. */
  @Benchmark
  public Object future() {
    return operations.deployLater();
  }

  /** A suspend function that does not suspend. */
  @Benchmark
  public Object suspendAtOnce(Suspended coroutine) {
    return operations.deployAtOnce(coroutine);
  }

  /** A suspend function that suspends once, and is resumed. */
  @Benchmark
  public Object suspendLater(Suspended coroutine) {
    operations.deployLater(coroutine, coroutine);
    return coroutine.resume();
  }

  /** The methods, with labels as an application would give them. */
  static final class Operations {

    private final IllegalStateException thrown = new PreallocatedException();

    @Deployment(
        application = "shop",
        environment = "production",
        provider = "kubernetes",
        strategy = "rolling")
    void deploy() {}

    @Deployment(
        application = "shop",
        environment = "staging",
        provider = "kubernetes",
        strategy = "rolling")
    boolean deployTold(boolean success) {
      return success;
    }

    @Deployment(
        application = "shop",
        environment = "test",
        provider = "kubernetes",
        strategy = "rolling")
    void throwing() {
      throw thrown;
    }

    @Deployment(
        application = "{0}",
        environment = "production",
        provider = "kubernetes",
        strategy = "rolling")
    void deployTo(String application) {}

    @Deployment(
        application = "{release.application}",
        environment = "{release.target.environment}",
        provider = "kubernetes",
        strategy = "{release.strategy}")
    void deployRelease(Release release) {}

    @Deployment(
        application = "later",
        environment = "production",
        provider = "kubernetes",
        strategy = "rolling")
    CompletableFuture<String> deployLater() {
      return CompletableFuture.completedFuture("done");
    }

    @Deployment(
        application = "at once",
        environment = "production",
        provider = "kubernetes",
        strategy = "rolling")
    Object deployAtOnce(Continuation<Object> completion) {
      return "done";
    }

    @Deployment(
        application = "suspended",
        environment = "production",
        provider = "kubernetes",
        strategy = "rolling")
    Object deployLater(Suspended coroutine, Continuation<Object> completion) {
      coroutine.await(completion);
      return CoroutineSingletons.COROUTINE_SUSPENDED;
    }

    @Rollback(application = "shop", environment = "production", reason = "manual")
    String rollBack(String result) {
      return result;
    }

    @HealthCheck(application = "shop", environment = "production")
    boolean isUp(boolean up) {
      return up;
    }
  }
}
