package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Identity;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Reply;
import io.deploytelemetry.it.harness.SecureHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {

  @TempDir private static Path directory;
  private static Identity server;
  private static Identity client;
  private static Identity stranger;

  @BeforeAll
  static void make() {
    server = Identity.make(directory, "server", "RSA");
    client = Identity.make(directory, "prometheus", "EC");
    stranger = Identity.make(directory, "stranger", "EC");
  }

  @OnMatrix
  void everythingIsServedEncryptedAndNothingInTheClear(Jdk jdk)
      throws GeneralSecurityException, IOException {
    try (ForkedJvm jvm = start(jdk, pem(server))) {
      int port = jvm.awaitReady().port();
      SecureHttp http = SecureHttp.anonymous();
      assertThat(http.get(port, "/metrics").text()).contains("deployments_started_total");
      assertThat(http.get(port, "/health/live").status()).isEqualTo(200);
      assertThat(http.get(port, "/status").status()).isEqualTo(200);
      assertThat(SecureHttp.anonymous("TLSv1.2").get(port, "/metrics").status()).isEqualTo(200);
      Reply clear = Http.get(port, "/metrics");
      assertThat(clear.status()).isEqualTo(400);
      assertThat(clear.text()).contains("HTTPS").doesNotContain("deployments");
      assertThat(jvm.stderr()).hasSize(1).first().asString().contains("https://");
    }
  }

  @OnMatrix
  void keystoresServeAsWell(Jdk jdk) throws GeneralSecurityException, IOException {
    String options =
        "tls.keystore=" + server.keystore() + ",tls.keystore.password=" + Identity.PASSWORD;
    try (ForkedJvm jvm = start(jdk, options)) {
      int port = jvm.awaitReady().port();
      SecureHttp http = SecureHttp.anonymous();
      assertThat(http.get(port, "/metrics").status()).isEqualTo(200);
      assertThat(http.seen()).containsExactly("CN=server");
      assertThat(http.get(port, "/status").text()).doesNotContain(Identity.PASSWORD);
    }
  }

  @OnMatrix
  void clientsWithoutACertificateAreRefusedWhereItIsNeeded(Jdk jdk)
      throws GeneralSecurityException, IOException {
    try (ForkedJvm jvm = start(jdk, pem(server) + ",tls.client.ca=" + client.certificate())) {
      int port = jvm.awaitReady().port();
      assertThat(SecureHttp.showing(client).get(port, "/metrics").status()).isEqualTo(200);
      assertThat(SecureHttp.showing(client).get(port, "/status").status()).isEqualTo(200);
      assertThatThrownBy(() -> SecureHttp.anonymous().get(port, "/health"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> SecureHttp.showing(stranger).get(port, "/health"))
          .isInstanceOf(IOException.class);
    }
  }

  @OnMatrix
  void probesComeInWithoutACertificateWhereItIsWanted(Jdk jdk)
      throws GeneralSecurityException, IOException {
    String options = pem(server) + ",tls.client.auth=want,tls.client.ca=" + client.certificate();
    try (ForkedJvm jvm = start(jdk, options)) {
      int port = jvm.awaitReady().port();
      SecureHttp anonymous = SecureHttp.anonymous();
      assertThat(anonymous.get(port, "/health/live").status()).isEqualTo(200);
      assertThat(anonymous.get(port, "/health/live").text()).doesNotContain("checks");
      assertThat(anonymous.get(port, "/metrics").status()).isEqualTo(403);
      assertThat(anonymous.get(port, "/metrics").text()).contains("tls.client.ca");
      SecureHttp certified = SecureHttp.showing(client);
      assertThat(certified.get(port, "/metrics").status()).isEqualTo(200);
      assertThat(certified.get(port, "/health/live").text()).contains("checks");
    }
  }

  @OnMatrix
  void certificatesThatAreReplacedServeFromThenOnWithoutARequestLost(Jdk jdk, @TempDir Path own)
      throws GeneralSecurityException, IOException {
    Identity first = Identity.make(own, "first", "RSA");
    Identity second = Identity.make(directory, "second", "EC");
    try (ForkedJvm jvm = start(jdk, pem(first))) {
      int port = jvm.awaitReady().port();
      assertThat(seenBy(port)).isEqualTo("CN=first");
      second.replace(first);
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> seenBy(port).equals("CN=second"));
      Files.writeString(first.key(), "broken");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> seenBy(port).equals("CN=second") && jvm.stderr().size() == 2);
      assertThat(jvm.stderr().get(1)).contains(first.key().toString(), "stays in use");
      String metrics = SecureHttp.anonymous().get(port, "/metrics").text();
      assertThat(metrics)
          .contains("telemetry_agent_config_reloads_total{outcome=\"success\"} 1.0")
          .contains("telemetry_agent_config_reloads_total{outcome=\"failure\"} 1.0");
      assertThat(jvm.stderr()).hasSize(2);
    }
  }

  @OnMatrix
  void filesThatAreWrongFromTheStartAreNamedAndNobodyIsServedInTheClear(Jdk jdk, @TempDir Path own)
      throws IOException {
    Path key =
        Files.writeString(
            own.resolve("old.key"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    try (ForkedJvm jvm =
        start(jdk, "tls.certificate=" + server.certificate() + ",tls.key=" + key)) {
      assertThat(jvm.awaitReady().awaitStderr(line -> line.contains("RSA PRIVATE KEY")))
          .contains(key.toString(), "openssl pkcs8 -topk8");
      int port = jvm.port();
      assertThat(Http.get(port, "/metrics").status()).isEqualTo(400);
      assertThatThrownBy(() -> SecureHttp.anonymous().get(port, "/metrics"))
          .isInstanceOf(IOException.class);
    }
  }

  @OnMatrix
  void loggingIsNotInitialisedBeforeSomebodyConnects(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk, "port=0," + pem(server)).main("OwnLogManager", "late");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      assertThat(jvm.port()).isPositive();
      assertThat(jvm.ask("go on")).isEqualTo("log manager Manager");
    }
  }

  /** The name in the certificate that a new connection is shown; its request must be answered. */
  private static String seenBy(int port) throws GeneralSecurityException, IOException {
    SecureHttp http = SecureHttp.anonymous();
    assertThat(http.get(port, "/health/live").status()).isEqualTo(200);
    return http.seen().iterator().next();
  }

  private static String pem(Identity identity) {
    return "tls.certificate=" + identity.certificate() + ",tls.key=" + identity.key();
  }

  private static ForkedJvm start(Jdk jdk, String options) {
    return JvmLaunch.withAgent(jdk, "port=0," + options).main("OneDeployment").start();
  }
}
