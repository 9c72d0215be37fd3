package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Certificates;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Tool;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar telemetry.jar}. */
class CommandLineIT {

  @TempDir private Path folder;

  @OnMatrix
  void versionAndHelpAnswerOnStandardOutputAlone(Jdk jdk) {
    Ending version = Tool.run(jdk, "version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.stdout()).hasSize(1).allMatch(line -> line.matches("\\d+\\.\\d+.*"));
    assertThat(version.stderr()).isEmpty();
    Ending help = Tool.run(jdk, "help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.stdout()).anyMatch(line -> line.contains("check-config"));
    assertThat(help.stderr()).isEmpty();
  }

  @OnMatrix
  void aMistakeIsToldOnStandardErrorAlone(Jdk jdk) {
    Ending ending = Tool.run(jdk, "helath");
    assertThat(ending.exitCode()).isEqualTo(2);
    assertThat(ending.stdout()).isEmpty();
    assertThat(ending.stderr()).hasSize(1).allMatch(line -> line.contains("'health'"));
  }

  @OnMatrix
  void whatCannotBeAnsweredIsNoAnswer(Jdk jdk) throws Exception {
    for (String url : List.of("http://localhost:99999", "http://ci:s3cret@localhost:1")) {
      Ending ending = Tool.run(jdk, "health", "--url", url);
      assertThat(ending.exitCode()).as(url).isEqualTo(2);
      assertThat(ending.stderr()).as(url).hasSize(1).noneMatch(line -> line.contains("s3cret"));
    }
    Path token = Files.writeString(folder.resolve("token"), "hunter2\nsecond");
    Ending twoLines = Tool.run(jdk, "health", "--token-file", token.toString());
    assertThat(twoLines.exitCode()).isEqualTo(2);
    assertThat(twoLines.stderr())
        .singleElement()
        .asString()
        .contains("more than one line")
        .doesNotContain("hunter2");
    Ending comment = Tool.run(jdk, "hash-password", "--user", "#adm");
    assertThat(comment.exitCode()).isEqualTo(2);
    Process lost =
        new ProcessBuilder(
                jdk.tool("java").toString(), "-jar", Artifacts.agent().toString(), "help")
            .redirectOutput(new File("/dev/full"))
            .start();
    assertThat(lost.waitFor()).isEqualTo(2);
  }

  @OnMatrix
  void healthEndsInItsTimeWhateverTheServerDoes(Jdk jdk) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread dripping =
          new Thread(
              () -> {
                try (Socket client = server.accept()) {
                  while (true) {
                    client.getOutputStream().write('H');
                    Thread.sleep(200);
                  }
                } catch (IOException | InterruptedException gone) {
                  // as it should
                }
              });
      dripping.start();
      long start = System.nanoTime();
      String url = "http://127.0.0.1:" + server.getLocalPort();
      Ending ending = Tool.run(jdk, "health", "--timeout", "1s", "--url", url);
      assertThat(ending.exitCode()).isEqualTo(2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @OnMatrix
  void theExamplesAreRightAndASlipInOneIsNamed(Jdk jdk) throws IOException {
    for (String example : List.of("flyway", "liquibase", "maven")) {
      Ending ending = Tool.run(jdk, "check-config", Artifacts.exampleRules(example).toString());
      assertThat(ending.exitCode()).as(ending.toString()).isZero();
    }
    String text = Files.readString(Artifacts.exampleRules("flyway"));
    Path slip = Files.writeString(folder.resolve("a.yaml"), text.replace("reason:", "raeson:"));
    Ending ending = Tool.run(jdk, "check-config", slip.toString());
    assertThat(ending.exitCode()).isEqualTo(1);
    assertThat(ending.stdout())
        .isNotEmpty()
        .allMatch(line -> line.matches(".*a\\.yaml:\\d+: 'raeson' .* 'reason'\\?"));
    assertThat(ending.stderr()).isEmpty();
  }

  @OnMatrix
  void healthIsUpOrDownOrThereIsNoAnswer(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start().awaitReady()) {
      String url = "http://localhost:" + jvm.port();
      jvm.ask("check up");
      Ending up = Tool.run(jdk, "health", "--url", url);
      assertThat(up.exitCode()).as(up.toString()).isZero();
      assertThat(Tool.json(up).get("status").asText()).isEqualTo("UP");
      assertThat(up.stderr()).isEmpty();

      jvm.ask("check down");
      Ending down = Tool.run(jdk, "health", "--url", url);
      assertThat(down.exitCode()).isEqualTo(1);
      assertThat(Tool.json(down).path("checks").has("database")).isTrue();
      assertThat(Tool.run(jdk, "health", "--url", url + "/health/live").exitCode()).isZero();

      Ending noSuch = Tool.run(jdk, "health", "--url", url + "/health/nothing");
      assertThat(noSuch.exitCode()).isEqualTo(2);
      assertThat(noSuch.stderr()).hasSize(1).allMatch(line -> line.contains(" answers 404"));
    }
    Ending nobody = Tool.run(jdk, "health", "--url", "http://localhost:" + Http.freePort());
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.stdout()).isEmpty();
    assertThat(nobody.stderr()).hasSize(1).allMatch(line -> line.contains("does not answer"));
  }

  @OnMatrix
  void inAContainerThatSetsTheAgentForEveryJvmHealthFindsItAndTheAgentIsSilent(Jdk jdk)
      throws IOException {
    int port = Http.freePort();
    String options = JvmLaunch.javaagent("port=" + port);
    JvmLaunch application = JvmLaunch.plain(jdk).env("JAVA_TOOL_OPTIONS", options);
    try (ForkedJvm jvm = application.main("OneDeployment").start().awaitReady()) {
      jvm.port();
      Ending ending =
          JvmLaunch.plain(jdk)
              .env("JAVA_TOOL_OPTIONS", options)
              .jar(Artifacts.agent(), "health")
              .run();
      assertThat(ending.exitCode()).as(ending.toString()).isZero();
      assertThat(ending.stdout()).hasSize(1);
      assertThat(ending.stderr()).hasSize(1).allMatch(line -> line.startsWith("Picked up "));
    }
  }

  @OnMatrix
  void healthFindsTheAgentByItsPortFile(Jdk jdk) {
    String file = folder.resolve("port.json").toString();
    JvmLaunch application = JvmLaunch.withAgent(jdk).env("TELEMETRY_PORT_FILE", file);
    try (ForkedJvm jvm = application.main("OneDeployment").start().awaitReady()) {
      jvm.port();
      JvmLaunch tool =
          JvmLaunch.plain(jdk).env("TELEMETRY_PORT", "0").jar(Artifacts.agent(), "health");
      assertThat(tool.env("TELEMETRY_PORT_FILE", file).run().exitCode()).isZero();
    }
    Ending lost =
        JvmLaunch.plain(jdk).env("TELEMETRY_PORT", "0").jar(Artifacts.agent(), "health").run();
    assertThat(lost.exitCode()).isEqualTo(2);
    assertThat(lost.stderr()).hasSize(1).allMatch(line -> line.contains("port.file"));
  }

  @OnMatrix
  void healthSpeaksHttpsWithTheCertificateOfTheEnvironmentOrOneThatIsNamed(Jdk jdk)
      throws IOException {
    Certificates certificates = new Certificates(folder).sign("server");
    int port = Http.freePort();
    JvmLaunch application =
        secure(JvmLaunch.plain(jdk), port, certificates).jvm(JvmLaunch.javaagent(""));
    try (ForkedJvm jvm = application.main("OneDeployment").start().awaitReady()) {
      jvm.port();
      Ending own =
          secure(JvmLaunch.plain(jdk), port, certificates).jar(Artifacts.agent(), "health").run();
      assertThat(own.exitCode()).as(own.toString()).isZero();

      String url = "https://127.0.0.1:" + port;
      String authority = certificates.authority().toString();
      assertThat(Tool.run(jdk, "health", "--url", url, "--ca", authority).exitCode()).isZero();
      Ending strange = Tool.run(jdk, "health", "--url", url);
      assertThat(strange.exitCode()).isEqualTo(2);
      assertThat(strange.stderr()).hasSize(1).allMatch(line -> line.contains("--ca"));
    }
  }

  @OnMatrix
  void aTokenOfTheEnvironmentIsShownToTheAgentOfTheEnvironmentOnly(Jdk jdk) throws IOException {
    int port = Http.freePort();
    JvmLaunch application = guarded(JvmLaunch.plain(jdk), port).jvm(JvmLaunch.javaagent(""));
    try (ForkedJvm jvm = application.main("OneDeployment").start().awaitReady()) {
      jvm.port();
      Ending own = guarded(JvmLaunch.plain(jdk), port).jar(Artifacts.agent(), "doctor").run();
      assertThat(own.exitCode()).as(own.toString()).isZero();
      String url = "http://127.0.0.1:" + port;
      Ending named =
          guarded(JvmLaunch.plain(jdk), port).jar(Artifacts.agent(), "doctor", "--url", url).run();
      assertThat(named.exitCode()).isEqualTo(1);
      assertThat(named.stdout()).hasSize(1).allMatch(line -> line.contains(" answers 401"));
    }
  }

  @OnMatrix
  void aHashedPasswordLetsItsUserIn(Jdk jdk) throws IOException {
    Ending hashed;
    try (ForkedJvm tool =
        JvmLaunch.plain(jdk)
            .jar(Artifacts.agent(), "hash-password", "--user", "eve", "--iterations", "10000")
            .start()) {
      tool.send("öpen sesame");
      hashed = tool.endInput().awaitEnding();
    }
    assertThat(hashed.exitCode()).as(hashed.toString()).isZero();
    assertThat(hashed.stderr()).isEmpty();
    assertThat(hashed.stdout())
        .hasSize(1)
        .allMatch(line -> line.startsWith("eve:pbkdf2-sha256:10000:"));

    Path users = Files.write(folder.resolve("users"), hashed.stdout());
    JvmLaunch application = JvmLaunch.withAgent(jdk, "port=0,auth.users.file=" + users);
    try (ForkedJvm jvm = application.main("OneDeployment").start().awaitReady()) {
      String pair =
          Base64.getEncoder().encodeToString("eve:öpen sesame".getBytes(StandardCharsets.UTF_8));
      assertThat(jvm.get("/metrics", "Authorization", "Basic " + pair).status()).isEqualTo(200);
      assertThat(jvm.get("/metrics").status()).isEqualTo(401);
    }
  }

  @OnMatrix
  void anEmptyPasswordIsRefused(Jdk jdk) {
    Ending ending = Tool.run(jdk, "hash-password");
    assertThat(ending.exitCode()).isEqualTo(2);
    assertThat(ending.stdout()).isEmpty();
    assertThat(ending.stderr()).containsExactly("the password is empty; give one");
  }

  private static JvmLaunch guarded(JvmLaunch launch, int port) {
    return launch.env("TELEMETRY_PORT", "" + port).env("TELEMETRY_AUTH_TOKEN", "sesame");
  }

  private static JvmLaunch secure(JvmLaunch launch, int port, Certificates certificates) {
    return launch
        .env("TELEMETRY_PORT", "" + port)
        .env("TELEMETRY_TLS_CERTIFICATE", certificates.certificate("server").toString())
        .env("TELEMETRY_TLS_KEY", certificates.key("server").toString());
  }
}
