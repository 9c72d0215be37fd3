package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class DeclaredChecksIT {

  @TempDir private Path directory;

  @OnEachJdk
  void aUrlIsUpWhileItAnswersAsExpected(Jdk jdk) throws IOException {
    AtomicInteger status = new AtomicInteger(200);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/ready",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/ready";
    try (ForkedJvm jvm = start(jdk, "- http: " + url, "  name: repository", "  every: 100ms")) {
      awaitStatus(jvm, "repository", "UP");
      status.set(503);
      awaitStatus(jvm, "repository", "DOWN");
      assertThat(check(jvm, "repository").path("error").asText()).isEqualTo("answers 503, not 200");
      assertThat(jvm.get("/health/ready").status()).isEqualTo(503);
      assertThat(jvm.metrics().value("health_check_period_seconds", "check=repository"))
          .isEqualTo(0.1);
      status.set(200);
      awaitStatus(jvm, "repository", "UP");
    } finally {
      server.stop(0);
    }
  }

  @OnEachJdk
  void aPortIsUpWhileSomethingListens(Jdk jdk) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int port = listening.getLocalPort();
    try (ForkedJvm jvm =
        start(jdk, "- tcp: 127.0.0.1:" + port, "  every: 100ms", "  group: upstream")) {
      awaitStatus(jvm, "tcp", "UP");
      listening.close();
      awaitStatus(jvm, "tcp", "DOWN");
      assertThat(check(jvm, "tcp").path("error").asText()).contains("ConnectException");
      assertThat(check(jvm, "tcp").path("group").asText()).isEqualTo("upstream");
      assertThat(jvm.get("/health/ready").status()).isEqualTo(200);
    }
  }

  @OnEachJdk
  void aDatabaseIsUpWhileItsDriverConnects(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(11, "H2 is for Java 11 and newer");
    String url = "jdbc:h2:file:" + directory.resolve("database");
    try (ForkedJvm jvm =
        start(
            jdk,
            "- jdbc: " + url,
            "  driver: org.h2.Driver",
            "  user: sa",
            "  name: database",
            "  every: 100ms",
            "- jdbc: " + url + ";IFEXISTS=TRUE;USER=sa;PASSWORD=wrong",
            "  driver: org.h2.Driver",
            "  name: wrong",
            "  every: 100ms",
            "- jdbc: jdbc:postgresql://db/app",
            "  driver: org.postgresql.Driver",
            "  name: missing",
            "  every: 100ms")) {
      awaitStatus(jvm, "database", "UP");
      awaitStatus(jvm, "wrong", "DOWN");
      awaitStatus(jvm, "missing", "DOWN");
      assertThat(check(jvm, "missing").path("error").asText()).contains("org.postgresql.Driver");
    }
  }

  @OnEachJdk
  void theAgentsOwnChecksAreInHealthAlone(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady()) {
      JsonNode checks = jvm.get("/health").json().path("checks");
      assertThat(List.of("deadlocks", "disk", "heap", "descriptors")).allMatch(checks::has);
      assertThat(checks.path("disk").path("group").asText()).isEqualTo("system");
      assertThat(jvm.get("/health/ready").json().path("checks").size()).isZero();
      awaitStatus(jvm, "heap", "UP");
      awaitStatus(jvm, "deadlocks", "UP");
      assertThat(jvm.stderr()).hasSize(1);
    }
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(
                jdk,
                "port=0,health.deadlocks=false,health.disk=off,health.heap=off,"
                    + "health.descriptors=off")
            .main("OneDeployment")
            .start()
            .awaitReady()) {
      assertThat(jvm.get("/health").json().path("checks").size()).isZero();
    }
  }

  private ForkedJvm start(Jdk jdk, String... checks) throws IOException {
    Path file = directory.resolve("telemetry.yaml");
    Files.write(file, List.of("port: " + Http.freePort(), "health.delay: 100ms", "checks:"));
    Files.write(file, List.of(checks), StandardOpenOption.APPEND);
    return JvmLaunch.withAgent(jdk, "config=" + file)
        .classPath(
            List.of(Artifacts.subjects(), Artifacts.annotations(), Artifacts.tools("h2").get(0)))
        .main("Loads", jdk.version() < 11 ? "java.lang.Object" : "org.h2.Driver")
        .start()
        .awaitReady();
  }

  private static JsonNode check(ForkedJvm jvm, String name) {
    return jvm.get("/health").json().path("checks").path(name);
  }

  private static void awaitStatus(ForkedJvm jvm, String name, String status) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(check(jvm, name).path("status").asText()).isEqualTo(status));
  }
}
