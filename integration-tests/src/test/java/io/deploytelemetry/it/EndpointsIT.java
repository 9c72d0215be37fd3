package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Reply;
import java.util.List;
import java.util.stream.LongStream;

class EndpointsIT {

  @OnEachJdk
  void anUnknownPathIsNotFound(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      for (String path : List.of("/nowhere", "/metrics/nowhere", "/metricsx", "/statusx")) {
        assertThat(jvm.get(path).status()).as(path).isEqualTo(404);
      }
    }
  }

  @OnEachJdk
  void methodsOtherThanGetAndHeadAreNotAllowed(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
        for (String path : List.of("/metrics", "/health", "/status")) {
          Reply reply = Http.send(method, jvm.port(), path);
          assertThat(reply.status()).as(method + " " + path).isEqualTo(405);
          assertThat(reply.header("Allow")).as(method + " " + path).contains("GET", "HEAD");
        }
      }
    }
  }

  @OnEachJdk
  void aFormatThatThereIsNotIsTheCallersMistake(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      Reply reply = jvm.get("/metrics?debug=loud");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.text()).contains("openmetrics");
      assertThat(jvm.get("/metrics?debug=text").text())
          .contains("# TYPE jvm_threads_current gauge");
    }
  }

  @OnEachJdk
  void headAnswersAsGetWithoutTheBody(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      for (String path : List.of("/metrics", "/health", "/health/ready", "/status")) {
        Reply get = jvm.get(path);
        Reply head = Http.send("HEAD", jvm.port(), path);
        assertThat(head.status()).as(path).isEqualTo(get.status());
        assertThat(head.header("Content-Type")).as(path).isEqualTo(get.header("Content-Type"));
        assertThat(head.bytes()).as(path).isEmpty();
      }
    }
  }

  @OnEachJdk
  void aClientThatKeepsItsConnectionIsNotDelayed(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      int port = jvm.port();
      long keptAlive = medianMicros(port, "keep-alive");
      long fresh = medianMicros(port, "close");
      // a delayed acknowledgement costs 40 ms
      assertThat(keptAlive).as("µs a request").isLessThan(4 * fresh + 15_000);
    }
  }

  private static long medianMicros(int port, String connection) {
    return LongStream.range(0, 41)
        .map(
            i -> {
              long start = System.nanoTime();
              Http.get(port, "/health/live", "Connection", connection);
              return (System.nanoTime() - start) / 1000;
            })
        .sorted()
        .skip(20)
        .findFirst()
        .orElseThrow();
  }

  private static ForkedJvm start(Jdk jdk) {
    return JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady();
  }
}
