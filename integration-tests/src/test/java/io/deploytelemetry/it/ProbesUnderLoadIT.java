package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A kubelet's probe takes an answer from 200 to 399 within a second for a yes, looks at nothing
 * else, and does something about the third no in a row: these are its defaults.
 */
class ProbesUnderLoadIT {

  private static final int PROBES = 50;
  private static final long TIMEOUT_MILLIS = 1_000;
  private static final int THRESHOLD = 3;

  @OnEachJdk
  void kubernetesRestartsNothingWhileAllProcessorsAreTaken(Jdk jdk) {
    assertAnswered(jdk, "spin");
  }

  @OnEachJdk
  void kubernetesRestartsNothingBetweenFullCollections(Jdk jdk) {
    assertAnswered(jdk, "collect");
  }

  private static void assertAnswered(Jdk jdk, String load) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).jvm("-Xmx512m").main("Overloaded");
    List<String> paths = List.of("/health/live", "/health/ready", "/health/started");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      int port = jvm.port();
      paths.forEach(path -> Http.get(port, path)); // as a kubelet has since the start
      jvm.ask(load);
      for (String path : paths) {
        int late = 0;
        for (int i = 0; i < PROBES; i++) {
          long start = System.nanoTime();
          assertThat(Http.get(port, path).status()).as(path).isEqualTo(200);
          long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          late = millis > TIMEOUT_MILLIS ? late + 1 : 0;
          assertThat(late).as(path + " too late in a row under " + load).isLessThan(THRESHOLD);
        }
      }
    }
  }
}
