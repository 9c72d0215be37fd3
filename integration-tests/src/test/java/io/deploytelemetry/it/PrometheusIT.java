package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Certificates;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Programs;
import io.deploytelemetry.it.harness.PrometheusServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.io.TempDir;

class PrometheusIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @OnMatrix
  void prometheusScrapesWithTlsAndAPasswordWhileTheCertificateIsReplaced(Jdk jdk)
      throws IOException, GeneralSecurityException, InterruptedException {
    Certificates certificates = new Certificates(directory).sign("server");
    Path users = Files.writeString(directory.resolve("users"), "prometheus:" + hash("secret"));
    int port = Http.freePort();
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk, options(port, certificates) + ",auth.users.file=" + users)
            .main("OneDeployment");
    try (ForkedJvm jvm = launch.start().awaitReady();
        PrometheusServer prometheus =
            PrometheusServer.start(
                directory,
                """
                - job_name: deployer
                  scheme: https
                  basic_auth: {username: prometheus, password: secret}
                  tls_config: {ca_file: %s}
                  static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                    .formatted(certificates.authority(), port))) {
      await().atMost(SOON).untilAsserted(() -> assertThat(prometheus.lastError()).isEmpty());
      await()
          .atMost(SOON)
          .until(() -> prometheus.value("deployments_total{outcome='success'}") == 1);
      String before = serial(certificates, port);

      certificates.sign("server");

      await().atMost(SOON).until(() -> !serial(certificates, port).equals(before));
      double scrapes = prometheus.value("telemetry_agent_scrapes_total{outcome='success'}");
      await()
          .atMost(SOON)
          .until(
              () ->
                  prometheus.value("telemetry_agent_scrapes_total{outcome='success'}")
                      >= scrapes + 3);
      assertThat(prometheus.value("min_over_time(up[5s])")).isEqualTo(1);
      assertThat(prometheus.value("telemetry_agent_config_reloads_total{outcome='success'}"))
          .isGreaterThanOrEqualTo(1);
      assertThat(jvm.stderr()).filteredOn(line -> line.contains("WARN")).isEmpty();
    }
  }

  @OnMatrix
  void aClientCertificateIsAskedForAndAnswersCurl(Jdk jdk)
      throws IOException, InterruptedException {
    Certificates certificates = new Certificates(directory).sign("server").sign("client");
    int port = Http.freePort();
    JvmLaunch launch =
        JvmLaunch.withAgent(
                jdk, options(port, certificates) + ",tls.client.ca=" + certificates.authority())
            .main("OneDeployment");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.awaitStderr(line -> line.contains("https://"));
      List<String> shown =
          List.of(
              "--cert",
              certificates.certificate("client").toString(),
              "--key",
              certificates.key("client").toString());
      assertThat(curl(certificates, port, shown)).contains("deployments_total{");
      assertThat(curl(certificates, port, List.of())).doesNotContain("deployments_total{");
    }
  }

  private static String options(int port, Certificates certificates) {
    return "port="
        + port
        + ",tls.certificate="
        + certificates.certificate("server")
        + ",tls.key="
        + certificates.key("server");
  }

  private static String curl(Certificates certificates, int port, List<String> more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.onPath("curl", "curl").toString(),
                "--silent",
                "--show-error",
                "--cacert",
                certificates.authority().toString()));
    command.addAll(more);
    command.add("https://127.0.0.1:" + port + "/metrics");
    return said(command);
  }

  /** The serial number of the certificate that the server shows. */
  private static String serial(Certificates certificates, int port)
      throws IOException, InterruptedException {
    String openssl = Programs.onPath("openssl", "OpenSSL").toString();
    return said(
        List.of(
            "sh",
            "-c",
            openssl
                + " s_client -connect 127.0.0.1:"
                + port
                + " -CAfile "
                + certificates.authority()
                + " </dev/null 2>/dev/null | "
                + openssl
                + " x509 -noout -serial"));
  }

  private static String said(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static String hash(String password) throws GeneralSecurityException {
    byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    int iterations = 10_000;
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
            .getEncoded();
    Base64.Encoder base64 = Base64.getEncoder();
    return "pbkdf2-sha256:"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(hash);
  }
}
