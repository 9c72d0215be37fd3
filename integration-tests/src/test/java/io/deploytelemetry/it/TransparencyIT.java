package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An application that throws, overflows its stack and prints every stack trace, run without and
 * with the agent: exit code, standard output and standard error must be the same to the byte.
 */
class TransparencyIT {

  @OnEachJdk
  void anApplicationThatReturnsEndsAsWithoutTheAgent(Jdk jdk) throws IOException {
    assertThat(sameEnding(jdk, "return", ForkedJvm::endInput).exitCode()).isZero();
  }

  @OnEachJdk
  void anApplicationThatThrowsEndsAsWithoutTheAgent(Jdk jdk) throws IOException {
    assertThat(sameEnding(jdk, "throw", ForkedJvm::endInput).exitCode()).isEqualTo(1);
  }

  @OnEachJdk
  void anApplicationWhoseThreadThrowsEndsAsWithoutTheAgent(Jdk jdk) throws IOException {
    assertThat(sameEnding(jdk, "throw-in-thread", ForkedJvm::endInput).exitCode()).isZero();
  }

  @OnEachJdk
  void anApplicationThatExitsWithinADeploymentEndsAsWithoutTheAgent(Jdk jdk) throws IOException {
    assertThat(sameEnding(jdk, "exit", ForkedJvm::endInput).exitCode()).isEqualTo(3);
  }

  @OnEachJdk
  void anApplicationThatHaltsWithinADeploymentEndsAsWithoutTheAgent(Jdk jdk) throws IOException {
    assertThat(sameEnding(jdk, "halt", ForkedJvm::endInput).exitCode()).isEqualTo(4);
  }

  @OnEachJdk
  void anApplicationThatIsTerminatedWithinADeploymentEndsAsWithoutTheAgent(Jdk jdk)
      throws IOException {
    Consumer<ForkedJvm> end =
        jvm -> {
          jvm.send("");
          jvm.awaitStdout("waiting"::equals).terminate();
        };
    assertThat(sameEnding(jdk, "wait", end).exitCode()).isEqualTo(143);
  }

  @OnEachJdk
  void theJvmIsNotHeldUpAtItsEnd(Jdk jdk) {
    long without = fastestExitMillis(() -> JvmLaunch.plain(jdk).main("Idle"), false);
    long with = fastestExitMillis(() -> JvmLaunch.withAgent(jdk).main("Idle"), true);
    // a thread that waits in a native accept costs 300 ms
    assertThat(with).as("milliseconds to exit").isLessThan(without + 150);
  }

  private static long fastestExitMillis(Supplier<JvmLaunch> launch, boolean served) {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      try (ForkedJvm jvm = launch.get().start().awaitReady()) {
        if (served) {
          jvm.metrics();
        }
        long start = System.nanoTime();
        jvm.endInput().awaitEnding();
        fastest = Math.min(fastest, (System.nanoTime() - start) / 1_000_000);
      }
    }
    return fastest;
  }

  private static Ending sameEnding(Jdk jdk, String how, Consumer<ForkedJvm> end)
      throws IOException {
    Ending without;
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Endings", how).start()) {
      end.accept(jvm.awaitReady());
      without = jvm.awaitEnding();
    }
    int port = Http.freePort();
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk, "port=" + port + ",log.level=off").main("Endings", how);
    try (ForkedJvm jvm = launch.start()) {
      jvm.awaitReady();
      assertWoven(port);
      end.accept(jvm);
      assertThat(jvm.awaitEnding()).isEqualTo(without);
    }
    return without;
  }

  private static void assertWoven(int port) {
    await().atMost(Duration.ofSeconds(30)).until(() -> Http.isServed(port));
    Exposition metrics = Http.metrics(port);
    assertThat(metrics.value("deployments_total", "strategy=throwing", "outcome=failure"))
        .isEqualTo(1);
    assertThat(metrics.value("deployments_total", "application=bottomless", "outcome=error"))
        .isEqualTo(1);
    assertThat(metrics.sum("deployments_in_progress")).isZero();
  }
}
