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
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class DeclaredChecksIT {

  @TempDir private Path directory;

  private static final String HOST =
      """
      package com.acme;
      import java.net.URL;
      import java.net.URLClassLoader;
      public class Host {
        public static void main(String[] args) throws Exception {
          ClassLoader loader = new URLClassLoader(new URL[] {new URL(args[0])});
          Class<?> driver = Class.forName("com.acme.PickyDriver", true, loader);
          System.out.println("ready");
          System.in.read();
          System.out.println(driver);
        }
      }
      """;

  /** Connects where the loader that it is asked with is its own. */
  private static final String PICKY_DRIVER =
      """
      package com.acme;
      import java.lang.reflect.Proxy;
      import java.sql.*;
      import java.util.Properties;
      import java.util.logging.Logger;
      public class PickyDriver implements Driver {
        public Connection connect(String url, Properties info) throws SQLException {
          ClassLoader loader = Thread.currentThread().getContextClassLoader();
          if (loader != getClass().getClassLoader()) {
            throw new SQLException("asked with " + loader);
          }
          return (Connection) Proxy.newProxyInstance(loader, new Class<?>[] {Connection.class},
              (proxy, method, args) -> method.getName().equals("isValid") ? true : null);
        }
        public boolean acceptsURL(String url) { return true; }
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return new DriverPropertyInfo[0]; }
        public int getMajorVersion() { return 1; }
        public int getMinorVersion() { return 0; }
        public boolean jdbcCompliant() { return false; }
        public Logger getParentLogger() { return null; }
      }
      """;

  @OnMatrix
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

  @OnMatrix
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

  @OnMatrix
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

  @OnMatrix
  void aServerThatAnswersDropByDropIsDownForItsTimeOnly(Jdk jdk) throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread dripping =
          new Thread(
              () -> {
                while (!server.isClosed()) {
                  try (Socket client = server.accept()) {
                    boolean isFirst = asked.getAndIncrement() == 0;
                    for (int i = 0; isFirst && i < 100; i++) {
                      client.getOutputStream().write('H');
                      Thread.sleep(200);
                    }
                    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                  } catch (IOException | InterruptedException cut) {
                    // the next one
                  }
                }
              });
      dripping.start();
      try (ForkedJvm jvm =
          start(
              jdk,
              "- http: http://127.0.0.1:" + server.getLocalPort() + "/",
              "  name: dripping",
              "  every: 500ms",
              "  timeout: 1s")) {
        awaitStatus(jvm, "dripping", "DOWN");
        awaitStatus(jvm, "dripping", "UP");
        assertThat(asked.get()).isGreaterThan(1);
      }
    }
  }

  @OnMatrix
  void aDriverFindsItsPluginsInTheLoaderOfItsOwn(Jdk jdk) throws IOException {
    Path classes =
        new Sources()
            .file("com/acme/Host.java", HOST)
            .file("com/acme/PickyDriver.java", PICKY_DRIVER)
            .compileTo(directory.resolve("classes"));
    Path drivers = Files.createDirectories(directory.resolve("drivers/com/acme"));
    Files.move(classes.resolve("com/acme/PickyDriver.class"), drivers.resolve("PickyDriver.class"));
    Path file = directory.resolve("telemetry.yaml");
    Files.write(
        file,
        List.of(
            "port: " + Http.freePort(),
            "health.delay: 100ms",
            "checks:",
            "- jdbc: jdbc:picky",
            "  driver: com.acme.PickyDriver",
            "  name: picky",
            "  every: 100ms"));
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "config=" + file)
            .classPath(classes)
            .main("com.acme.Host", directory.resolve("drivers").toUri().toString())
            .start()
            .awaitReady()) {
      awaitStatus(jvm, "picky", "UP");
    }
  }

  @OnMatrix
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
