package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.RandomRequests;
import io.deploytelemetry.it.harness.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Random bytes on the port. A million: {@code -Dit.test=RandomRequestsIT -Dfuzz.requests=1000000};
 * a failure names its seed, which {@code -Dfuzz.seed} repeats.
 */
class RandomRequestsIT {

  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 4_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int CLIENTS = 8;
  private static final Pattern ANSWERS =
      Pattern.compile("(?s)(HTTP/1\\.1 (200|4\\d\\d|503|505) .*)?");

  @OnEachJdk
  void nothingThatIsSentBreaksTheServer(Jdk jdk) throws Exception {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk).jvm("-Xmx64m").main("OneDeployment").start().awaitReady()) {
      int port = jvm.port();
      send(port, SEED - 1, 2_000);
      long heap = heapAfterCollection(jvm);
      long descriptors = descriptors(jvm);

      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        long seed = SEED + i;
        sent.add(clients.submit(() -> send(port, seed, REQUESTS / CLIENTS)));
      }
      clients.shutdown();
      await(sent);

      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(heapAfterCollection(jvm)).as("bytes of heap").isLessThan(heap + (4 << 20));
      assertThat(descriptors(jvm)).as("descriptors").isLessThanOrEqualTo(descriptors + 20);
      assertThat(jvm.metrics().value("jvm_threads_current")).isLessThan(60);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  private static void await(List<Future<?>> sent) throws InterruptedException {
    for (Future<?> each : sent) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  private static Void send(int port, long seed, int requests) throws IOException {
    RandomRequests random = new RandomRequests(seed);
    for (int i = 0; i < requests; i++) {
      byte[] request = random.next();
      try (Wire wire = new Wire(port)) {
        String answer = wire.send(request).end().readAll();
        assertThat(answer).as("request %d of seed %d", i, seed).matches(ANSWERS);
      }
    }
    return null;
  }

  /** What the application and the agent hold, as the JVM tells. */
  private static long heapAfterCollection(ForkedJvm jvm) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(jvm.pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return (long) jvm.metrics().value("jvm_memory_used_bytes", "area=heap");
  }

  /** 0 where the system does not tell. */
  private static long descriptors(ForkedJvm jvm) throws IOException {
    Path open = Path.of("/proc", Long.toString(jvm.pid()), "fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(open)) {
      return files.count();
    }
  }
}
