package io.deploytelemetry.benchmarks;

import io.deploytelemetry.annotations.Deployment;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.observability.micrometer.Micrometer;
import reactor.core.publisher.Mono;

/**
 * A method that returns a {@code Mono}, assembled and subscribed to in each operation, and what
 * measures it: nothing, our agent, OpenTelemetry's, Micrometer's observation. {@link Main} starts
 * the JVM with the agent that the name of the benchmark asks for.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Monos {

  private final ObservationRegistry observations = ObservationRegistry.create();
  private final Operations operations = new Operations();

  /** With the handler that makes timers, as Spring Boot sets it up. */
  @Setup
  public void observe() {
    observations
        .observationConfig()
        .observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
  }

  @Benchmark
  public Object bare() {
    return operations.bare().block();
  }

  @Benchmark
  public Object woven() {
    return operations.deployed().block();
  }

  @Benchmark
  public Object openTelemetry() {
    return operations.traced().block();
  }

  @Benchmark
  public Object micrometer() {
    return operations.bare().name("deploy").tap(Micrometer.observation(observations)).block();
  }

  /** The same method three times. */
  static final class Operations {

    Mono<String> bare() {
      return Mono.just("done").map(String::trim);
    }

    @Deployment(application = "shop", environment = "production", strategy = "rolling")
    Mono<String> deployed() {
      return Mono.just("done").map(String::trim);
    }

    @WithSpan
    Mono<String> traced() {
      return Mono.just("done").map(String::trim);
    }
  }
}
