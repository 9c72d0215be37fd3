package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

class SlowClientsIT {

  @OnEachJdk
  void halfRequestsStopNeitherProbesNorScrapesAndAreCut(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start()) {
      int port = jvm.awaitReady().port();
      List<Socket> slow = new ArrayList<>();
      try {
        for (int i = 0; i < 20; i++) {
          slow.add(halfRequest(port));
        }
        assertServed(port);
        for (Socket socket : slow) {
          socket.setSoTimeout(30_000);
          assertCut(socket);
        }
        assertServed(port);
      } finally {
        closeAll(slow);
      }
    }
  }

  @OnEachJdk
  void drippingClientsStopNeitherProbesNorScrapes(Jdk jdk) throws IOException {
    ScheduledExecutorService dripping = Executors.newScheduledThreadPool(1);
    List<Socket> slow = new ArrayList<>();
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start()) {
      int port = jvm.awaitReady().port();
      for (int i = 0; i < 20; i++) {
        Socket socket = halfRequest(port);
        slow.add(socket);
        dripping.scheduleAtFixedRate(() -> drip(socket), 0, 200, TimeUnit.MILLISECONDS);
      }
      assertServed(port);
      assertThat(jvm.stderr()).hasSize(1);
    } finally {
      dripping.shutdownNow();
      closeAll(slow);
    }
  }

  private static void assertServed(int port) {
    long start = System.nanoTime();
    assertThat(Http.get(port, "/health").status()).isEqualTo(200);
    assertThat(Http.get(port, "/metrics").status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static Socket halfRequest(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException e) {
      throw new IllegalStateException("the server has cut the connection", e);
    }
  }

  private static void assertCut(Socket socket) throws IOException {
    try {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .doesNotStartWith("HTTP/1.1 200");
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
