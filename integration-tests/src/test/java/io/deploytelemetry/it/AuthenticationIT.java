package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationIT {

  @OnMatrix
  void everythingButTheHealthStatusNeedsThePassword(Jdk jdk, @TempDir Path directory)
      throws IOException, GeneralSecurityException {
    Path users = Files.writeString(directory.resolve("users"), line("scraper", "sesame") + "\n");
    try (ForkedJvm jvm = start(jdk, "auth.users.file=" + users)) {
      for (String path : List.of("/metrics", "/status", "/nowhere")) {
        Reply refused = jvm.get(path);
        assertThat(refused.status()).as(path).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Basic realm=");
      }
      Reply health = jvm.get("/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.text()).isEqualTo("{\"status\":\"DOWN\"}");
      assertThat(jvm.get("/metrics", basic("scraper", "sesame")).status()).isEqualTo(200);
      assertThat(jvm.get("/nowhere", basic("scraper", "sesame")).status()).isEqualTo(404);
      assertThat(jvm.get("/health", basic("scraper", "sesame")).json().has("checks")).isTrue();
      assertThat(jvm.get("/metrics", basic("scraper", "open")).status()).isEqualTo(401);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnMatrix
  void aTokenIsEnough(Jdk jdk, @TempDir Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "t0ken-1\n");
    try (ForkedJvm jvm = start(jdk, "auth.token.file=" + token)) {
      assertThat(jvm.get("/metrics").status()).isEqualTo(401);
      assertThat(jvm.get("/metrics").header("WWW-Authenticate")).startsWith("Bearer");
      assertThat(jvm.get("/metrics", bearer("t0ken-1")).status()).isEqualTo(200);
      Files.writeString(token, "t0ken-2\n");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> jvm.get("/metrics", bearer("t0ken-2")).status() == 200);
      assertThat(jvm.get("/metrics", bearer("t0ken-1")).status()).isEqualTo(401);
    }
  }

  @OnMatrix
  void whoeverIsAuthenticatedIsToldAsMuchAsALocalCaller(Jdk jdk) throws GeneralSecurityException {
    String options = "auth.users=" + line("a", "x") + "\\," + line("b", "y");
    try (ForkedJvm jvm = start(jdk, options)) {
      for (String[] caller : List.of(basic("a", "x"), basic("b", "y"))) {
        String[] headers = {"Host", "agent.example", caller[0], caller[1]};
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> jvm.get("/status", headers).status() == 200);
        assertThat(jvm.get("/health", headers).json().has("checks")).isTrue();
      }
      assertThat(jvm.get("/status", basic("a", "x")).text()).doesNotContain("pbkdf2");
    }
  }

  @OnMatrix
  void whoeverGuessesIsHeldOffAndLocksNobodyOut(Jdk jdk) throws GeneralSecurityException {
    try (ForkedJvm jvm = start(jdk, "auth.users=" + line("scraper", "sesame"))) {
      assertThat(jvm.get("/metrics", basic("scraper", "sesame")).status()).isEqualTo(200);
      List<Integer> guesses =
          IntStream.range(0, 60)
              .map(i -> jvm.get("/metrics", basic("scraper", "guess" + i)).status())
              .boxed()
              .toList();
      assertThat(guesses).contains(401, 429).doesNotContain(200);
      assertThat(jvm.get("/metrics", basic("scraper", "sesame")).status()).isEqualTo(200);
      assertThat(jvm.get("/metrics", basic("scraper", "sesame")).text())
          .contains("telemetry_agent_http_rejected_total{reason=\"too_many_logins\"}");
    }
  }

  @OnMatrix
  void aFileThatIsWrongIsNamedAndLetsNobodyIn(Jdk jdk, @TempDir Path directory) throws IOException {
    Path users = Files.writeString(directory.resolve("users"), "scraper:sesame\n");
    try (ForkedJvm jvm = start(jdk, "auth.users.file=" + users)) {
      assertThat(jvm.awaitStderr(line -> line.contains(users + ":1")))
          .contains("pbkdf2-sha256")
          .doesNotContain("sesame");
      assertThat(jvm.get("/metrics", basic("scraper", "sesame")).status()).isEqualTo(401);
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
    }
  }

  private static String[] basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)};
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  private static String line(String user, String password) throws GeneralSecurityException {
    byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    byte[] hash =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 20_000, 256))
            .getEncoded();
    Base64.Encoder base64 = Base64.getEncoder();
    return user
        + ":pbkdf2-sha256:20000:"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(hash);
  }

  private static ForkedJvm start(Jdk jdk, String options) {
    return JvmLaunch.withAgent(jdk, "port=0," + options).main("Console").start().awaitReady();
  }
}
