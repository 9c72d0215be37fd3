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
 * A kubelet's probe takes an answer from 200 to 399 within a second for a yes, and looks at nothing
 * else.
 */
class ProbesUnderLoadIT {

  private static final int PROBES = 50;

  @OnEachJdk
  void probesAreAnsweredWithinASecondWhileAllProcessorsAreTaken(Jdk jdk) {
    assertAnswered(jdk, "spin");
  }

  @OnEachJdk
  void probesAreAnsweredWithinASecondBetweenFullCollections(Jdk jdk) {
    assertAnswered(jdk, "collect");
  }

  private static void assertAnswered(Jdk jdk, String load) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).jvm("-Xmx512m").main("Overloaded");
    List<String> paths = List.of("/health/live", "/health/ready", "/health/started");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      int port = jvm.port();
      paths.forEach(path -> Http.get(port, path)); // as a kubelet has since the start
      jvm.ask(load);
      for (int i = 0; i < PROBES; i++) {
        for (String path : paths) {
          long start = System.nanoTime();
          int status = Http.get(port, path).status();
          long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          assertThat(status).as(path).isEqualTo(200);
          assertThat(millis).as(path + " under " + load + ", ms").isLessThan(1_000);
        }
      }
    }
  }
}
