package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.PrometheusServer;
import io.deploytelemetry.it.harness.Pushgateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class PushgatewayIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @OnMatrix
  void prometheusFindsAShortRunInTheGateway(Jdk jdk) throws IOException {
    try (Pushgateway gateway = Pushgateway.start(folder);
        PrometheusServer prometheus =
            PrometheusServer.start(
                folder,
                "- job_name: gateway\n"
                    + "  honor_labels: true\n"
                    + "  static_configs:\n"
                    + "  - targets: ['127.0.0.1:"
                    + gateway.port()
                    + "']\n")) {
      Ending ending = run(jdk, gateway.url() + ",push.grouping=instance=a/b", "shop", "fail");
      assertThat(ending.exitCode()).isZero();
      assertThat(errors(ending)).isEmpty();

      String group = "{job=\"deployment-telemetry\",instance=\"a/b\",application=\"%s\"";
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(
                          prometheus.value(
                              "deployments_total"
                                  + group.formatted("fail")
                                  + ",outcome=\"failure\"}"))
                      .isEqualTo(1));
      assertThat(
              prometheus.value(
                  "deployment_last_completed_timestamp_seconds" + group.formatted("shop") + "}"))
          .isBetween(now() - 120, now() + 1);
      assertThat(prometheus.value("telemetry_agent_info{instance=\"a/b\"}")).isEqualTo(1);
      assertThat(
              prometheus.value(
                  "telemetry_agent_pushes_total{sink=\"gateway\",outcome=\"success\"}"))
          .isEqualTo(1);
    }
  }

  @OnMatrix
  void theLatestRunReplacesTheGroup(Jdk jdk) throws IOException {
    try (Pushgateway gateway = Pushgateway.start(folder)) {
      run(jdk, gateway.url(), "shop");
      run(jdk, gateway.url(), "billing");
      run(jdk, gateway.url() + ",push.job=other", "shop");

      Exposition shown = gateway.metrics();
      assertThat(shown.samples("deployment_info"))
          .hasSize(2)
          .anyMatch(sample -> sample.toString().contains("billing"))
          .anyMatch(sample -> sample.toString().contains("other"));
    }
  }

  @OnMatrix
  void systemExitAndSigtermPushToo(Jdk jdk) throws IOException {
    try (Pushgateway gateway = Pushgateway.start(folder)) {
      assertThat(run(jdk, gateway.url(), "exit").exitCode()).isEqualTo(3);
      assertThat(
              gateway.metrics().value("deployments_total", "application=exit", "outcome=unknown"))
          .isEqualTo(1);

      try (ForkedJvm jvm =
          JvmLaunch.withAgent(jdk, "port=0,push.job=term,push.gateway=" + gateway.url())
              .main("OneDeployment")
              .start()
              .awaitReady()) {
        assertThat(jvm.terminate().awaitEnding().exitCode()).isEqualTo(143);
      }
      assertThat(gateway.metrics().value("deployments_started_total", "job=term")).isEqualTo(1);
    }
  }

  @OnMatrix
  void aGatewayThatRefusesCostsOneLineAndNotTheExitCode(Jdk jdk) throws IOException {
    int nobody = Http.freePort();
    Ending ending = run(jdk, "http://127.0.0.1:" + nobody, "exit");

    assertThat(ending.exitCode()).isEqualTo(3);
    assertThat(errors(ending))
        .singleElement()
        .asString()
        .contains("could not be pushed", "127.0.0.1:" + nobody, "push.gateway must be");
  }

  @OnMatrix
  void aGatewayThatHangsCostsTheTimeoutAndOneLine(Jdk jdk) throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();
      Ending ending =
          run(
              jdk,
              "http://127.0.0.1:" + deaf.getLocalPort() + ",push.timeout=1s,push.every=500ms",
              "shop");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertThat(ending.exitCode()).isZero();
      assertThat(errors(ending)).singleElement().asString().contains("has not answered within 1s");
    }
  }

  @OnMatrix
  void aSecretThatCannotBeReadHoldsUpNobody(Jdk jdk) throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(made.waitFor()).isZero();
    Ending ending = run(jdk, "http://127.0.0.1:1,push.user=ci,push.password.file=" + pipe, "exit");

    assertThat(ending.exitCode()).isEqualTo(3);
    assertThat(errors(ending))
        .singleElement()
        .asString()
        .contains("was not asked", "push.password.file", "no file");
    Ending text =
        JvmLaunch.withAgent(jdk, "port=0,push.textfile=" + pipe).main("ShortRun", "shop").run();
    assertThat(text.exitCode()).isZero();
    assertThat(errors(text)).singleElement().asString().contains("no file");
  }

  @OnMatrix
  void aLongLivedJvmPushesAgainAndAgainAndMayLeaveNothing(Jdk jdk) throws IOException {
    try (Pushgateway gateway = Pushgateway.start(folder)) {
      try (ForkedJvm jvm =
          JvmLaunch.withAgent(
                  jdk, "port=0,push.every=200ms,push.delete=true,push.gateway=" + gateway.url())
              .main("OneDeployment")
              .start()
              .awaitReady()) {
        await()
            .atMost(SOON)
            .until(
                () ->
                    gateway.metrics().has("telemetry_agent_pushes_total")
                        && gateway
                                .metrics()
                                .value(
                                    "telemetry_agent_pushes_total",
                                    "sink=gateway",
                                    "outcome=success")
                            >= 3);
        assertThat(gateway.metrics().has("jvm_info")).isFalse();
        assertThat(jvm.metrics().value("telemetry_agent_pushes_total", "outcome=failure")).isZero();
        assertThat(jvm.metrics().value("telemetry_agent_push_duration_seconds_count")).isPositive();
        JsonNode push = jvm.get("/status").json().path("pushes").path(0);
        assertThat(push.path("target").asText()).isEqualTo(gateway.url());
        assertThat(push.path("successes").asLong()).isGreaterThanOrEqualTo(3);
        jvm.endInput().awaitEnding();
      }
      assertThat(gateway.metrics().has("deployments_total")).isFalse();
    }
  }

  @OnMatrix
  void theGatewayIsShownCredentialsAndItsAnswerIsSaid(Jdk jdk) throws IOException {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getRequestBody().readAllBytes();
          byte[] answer = "who\nare you?".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/push";
      Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
      Ending ending = run(jdk, url + ",push.user=ci,push.password.file=" + password, "shop");
      run(jdk, url + ",push.token=abc,push.job=ünsafe/..", "shop");

      String basic = Base64.getEncoder().encodeToString("ci:s3cret".getBytes());
      assertThat(asked)
          .containsExactly(
              "PUT /push/metrics/job/deployment-telemetry Basic " + basic,
              "PUT /push/metrics/job@base64/"
                  + Base64.getUrlEncoder()
                      .encodeToString("ünsafe/..".getBytes(StandardCharsets.UTF_8))
                  + " Bearer abc");
      assertThat(ending.exitCode()).isZero();
      assertThat(errors(ending))
          .singleElement()
          .asString()
          .contains("answers 401: who are you?")
          .doesNotContain("s3cret");
    } finally {
      server.stop(0);
    }
  }

  /** What is said but that the port is served, for which a run may be too short. */
  private static List<String> errors(Ending ending) {
    return ending.stderr().stream().filter(line -> !line.contains(" serves ")).toList();
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  private static Ending run(Jdk jdk, String gateway, String... how) {
    return JvmLaunch.withAgent(jdk, "port=0,push.gateway=" + gateway).main("ShortRun", how).run();
  }
}
