package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Reply;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

class LocalRuleIT {

  private static final String FOREIGN = "evil.example";

  @OnEachJdk
  void theStatusIsForLocalCallers(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      int port = jvm.port();
      for (String host :
          List.of("localhost", "LOCALHOST:" + port, "127.0.0.1:" + port, "[::1]:" + port)) {
        assertThat(jvm.get("/status", "Host", host).status()).as(host).isEqualTo(200);
      }
      for (String host : List.of(FOREIGN, FOREIGN + ":" + port, "localhost.evil.example", "")) {
        assertThat(jvm.get("/status", "Host", host).status()).as(host).isIn(400, 403);
      }
    }
  }

  @OnEachJdk
  void aRefusalSaysWhatAndWhyAndWhichOptionOpensIt(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      Reply refused = jvm.get("/status", "Host", FOREIGN);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text()).contains("/status", "local", "status.access=always");
    }
  }

  @OnEachJdk
  void theStatusCanBeOpened(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0,status.access=always")) {
      assertThat(jvm.get("/status", "Host", FOREIGN).status()).isEqualTo(200);
    }
  }

  @OnEachJdk
  void healthTellsForeignersOnlyTheStatus(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      jvm.ask("check down");
      jvm.ask("check live");
      Reply foreign = jvm.get("/health", "Host", FOREIGN);
      assertThat(foreign.status()).isEqualTo(503);
      assertThat(foreign.text().strip()).isEqualTo("{\"status\":\"DOWN\"}");
      Reply live = jvm.get("/health/live", "Host", FOREIGN);
      assertThat(live.status()).isEqualTo(200);
      assertThat(live.text().strip()).isEqualTo("{\"status\":\"UP\"}");
      assertThat(jvm.get("/health").json().path("checks").has("database")).isTrue();
    }
  }

  @OnEachJdk
  void healthDetailsCanBeForEverybodyOrForNobody(Jdk jdk) {
    try (ForkedJvm open = start(jdk, "port=0,health.details=always");
        ForkedJvm closed = start(jdk, "port=0,health.details=never")) {
      open.ask("check up");
      closed.ask("check up");
      assertThat(open.get("/health", "Host", FOREIGN).json().path("checks").has("database"))
          .isTrue();
      assertThat(closed.get("/health").text()).doesNotContain("database");
    }
  }

  @OnEachJdk
  void aPeerThatIsNotLoopbackIsNotLocal(Jdk jdk) throws IOException {
    Optional<InetAddress> outside = outsideAddress();
    assumeTrue(outside.isPresent(), "this machine has a loopback address only");
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      String host = outside.get().getHostAddress();
      assertThat(status(host, jvm.port(), "/metrics")).isEqualTo(200);
      assertThat(status(host, jvm.port(), "/status")).isEqualTo(403);
    }
  }

  @OnEachJdk
  void metricsAreForEverybody(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      assertThat(jvm.get("/metrics", "Host", FOREIGN).status()).isEqualTo(200);
    }
  }

  private static ForkedJvm start(Jdk jdk, String options) {
    return JvmLaunch.withAgent(jdk, options).main("Console").start().awaitReady();
  }

  private static Optional<InetAddress> outsideAddress() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
        .findFirst();
  }

  private static int status(String host, int port, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + host + ":" + port + path).toURL().openConnection(Proxy.NO_PROXY);
    return connection.getResponseCode();
  }
}
