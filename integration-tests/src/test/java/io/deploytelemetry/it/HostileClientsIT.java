package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that mean no good. A longer attack, which prints the worst answer times: {@code
 * -Dit.test=HostileClientsIT -Dattack.seconds=60}.
 */
class HostileClientsIT {

  private static final String HALF = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
  private static final int SECONDS = Integer.getInteger("attack.seconds", 3);

  @OnMatrix
  void twoHundredClientsThatSendHalfARequestDelayNobody(Jdk jdk) throws Exception {
    assertServedBeside(jdk, "half", HALF, 0);
  }

  @OnMatrix
  void twoHundredFastClientsBesideTwoHundredSlowOnesAreAllAnswered(Jdk jdk) throws Exception {
    assertServedBeside(jdk, "half, 200 fast", HALF, 200);
  }

  @OnMatrix
  void twoHundredClientsThatSendNothingDelayNobody(Jdk jdk) throws Exception {
    assertServedBeside(jdk, "silent", "", 0);
  }

  @OnMatrix
  void twoHundredClientsThatDoNotReadTheirAnswersDelayNobody(Jdk jdk) throws Exception {
    assertServedBeside(
        jdk, "unread", "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200), 0);
  }

  @OnMatrix
  void linesWithoutEndCostNeitherMemoryNorTheServer(Jdk jdk) throws IOException {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).jvm("-Xmx64m").main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      int port = jvm.awaitReady().port();
      byte[] part = new byte[1 << 20];
      Arrays.fill(part, (byte) 'a');
      for (int i = 0; i < 20; i++) {
        try (Wire wire = new Wire(port)) {
          wire.send("GET /");
          for (int j = 0; j < 10; j++) {
            wire.send(part);
          }
          assertThat(wire.readAll())
              .satisfiesAnyOf(
                  answer -> assertThat(answer).isEmpty(),
                  answer -> assertThat(answer).startsWith("HTTP/1.1 414"));
        }
      }
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(jvm.get("/metrics").status()).isEqualTo(200);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnMatrix
  void aHeapThatWasFullForAWhileCostsNoMoreThanTheRequestsOfThatTime(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).jvm("-Xmx32m", "-XX:+UseSerialGC").main("FullHeap");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      int port = jvm.port();
      assertThat(jvm.get("/metrics").status()).isEqualTo(200);
      jvm.ask("fill", () -> ask(port));
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(jvm.get("/metrics").status()).isEqualTo(200);
      assertThat(jvm.stderr()).noneMatch(line -> line.contains("telemetry-http"));
    }
  }

  /** What comes of it does not matter. */
  private static void ask(int port) {
    try (Wire wire = new Wire(port)) {
      wire.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      wire.waitAtMost(1_000).readAll();
    } catch (IOException refused) {
      // there was no memory for it
    }
  }

  @OnMatrix
  void refusalsSayWhatIsWrong(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start()) {
      int port = jvm.awaitReady().port();
      assertThat(answer(port, "GET / HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 505");
      assertThat(answer(port, "hello\r\n\r\n")).startsWith("HTTP/1.1 400");
      assertThat(answer(port, "GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
      assertThat(answer(port, "GET /" + "a".repeat(9_000))).startsWith("HTTP/1.1 414");
      assertThat(answer(port, "GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(9_000)))
          .startsWith("HTTP/1.1 431");
      assertThat(answer(port, "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"))
          .startsWith("HTTP/1.1 413")
          .contains("Connection: close");
    }
  }

  @OnMatrix
  void requestsThatAreSentAheadAreAnsweredInTheirOrder(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start()) {
      int port = jvm.awaitReady().port();
      String answers =
          answer(
              port,
              "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "HEAD /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "POST /status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  + "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(answers.split("HTTP/1.1 ", -1))
          .hasSize(4)
          .satisfies(
              parts -> {
                assertThat(parts[1]).startsWith("404");
                assertThat(parts[2]).startsWith("200").endsWith("\r\n\r\n");
                assertThat(parts[3]).startsWith("405");
              });
    }
  }

  /** Attacks for a while, and measures what others wait for their answers. */
  private static void assertServedBeside(Jdk jdk, String attack, String request, int fast)
      throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> attackers = new ArrayList<>();
    JvmLaunch launch = JvmLaunch.withAgent(jdk).jvm("-Xmx64m").main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      int port = jvm.awaitReady().port();
      assertThat(jvm.get("/metrics").status()).isEqualTo(200);
      for (int i = 0; i < 4; i++) {
        Thread attacker = new Thread(() -> attack(port, request, isOver));
        attacker.start();
        attackers.add(attacker);
      }
      AtomicLong answered = new AtomicLong();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      for (int i = 0; i < fast; i++) {
        Thread client = new Thread(() -> askAgainAndAgain(port, isOver, answered, failure));
        client.start();
        attackers.add(client);
      }
      long worstHealth = 0;
      long worstMetrics = 0;
      long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
      while (System.nanoTime() < end) {
        worstHealth = Math.max(worstHealth, millis(port, "/health/live"));
        worstMetrics = Math.max(worstMetrics, millis(port, "/metrics"));
      }
      System.out.printf(
          "%s, %s, %d s: worst of /health/live %d ms, of /metrics %d ms; %d others answered%n",
          jdk, attack, SECONDS, worstHealth, worstMetrics, answered.get());
      assertThat(failure.get()).isNull();
      assertThat(answered.get()).isGreaterThanOrEqualTo(fast);
      assertThat(worstHealth).as("ms for /health/live").isLessThan(2_000);
      assertThat(worstMetrics).as("ms for /metrics").isLessThan(4_000);
      isOver.set(true);
      for (Thread attacker : attackers) {
        attacker.join();
      }
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () -> assertThat(jvm.metrics().value("jvm_threads_current")).isLessThan(40));
      assertThat(jvm.stderr()).hasSize(1);
    } finally {
      isOver.set(true);
    }
  }

  /** Holds fifty connections, and opens a new one for each that the server has cut. */
  private static void attack(int port, String request, AtomicBoolean isOver) {
    List<Wire> held = new ArrayList<>();
    while (!isOver.get()) {
      try {
        held.add(new Wire(port).send(request));
        if (held.size() > 50) {
          held.remove(0).close();
        }
        Thread.sleep(5);
      } catch (IOException full) {
        Thread.onSpinWait();
      } catch (InterruptedException e) {
        return;
      }
    }
    for (Wire wire : held) {
      try {
        wire.close();
      } catch (IOException gone) {
        // as it should
      }
    }
  }

  /** What a well-behaved client does, ten times a second. */
  private static void askAgainAndAgain(
      int port, AtomicBoolean isOver, AtomicLong answered, AtomicReference<Throwable> failure) {
    try {
      while (!isOver.get()) {
        millis(port, "/health/live");
        answered.incrementAndGet();
        Thread.sleep(100);
      }
    } catch (IOException | AssertionError refused) {
      failure.compareAndSet(null, refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millis(int port, String path) throws IOException {
    long start = System.nanoTime();
    try (Wire wire = new Wire(port)) {
      wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      // where scrapes are all that the attackers want, one more may be told to come again
      assertThat(wire.readSome())
          .as(path)
          .startsWith("HTTP/1.1 ")
          .containsAnyOf("200 OK", path.equals("/metrics") ? "503 " : "200 OK");
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static String answer(int port, String request) throws IOException {
    try (Wire wire = new Wire(port)) {
      return wire.send(request).readAll();
    }
  }
}
