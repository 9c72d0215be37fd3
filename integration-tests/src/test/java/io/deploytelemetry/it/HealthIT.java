package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Reply;
import java.time.Duration;
import java.util.List;

class HealthIT {

  @OnEachJdk
  void healthFollowsTheLatestResultOfACheck(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      jvm.ask("check live");
      jvm.ask("check up");
      Reply up = jvm.get("/health");
      assertThat(up.status()).isEqualTo(200);
      assertThat(up.json().path("status").asText()).isEqualTo("UP");

      jvm.ask("check down");
      Reply down = jvm.get("/health");
      assertThat(down.status()).isEqualTo(503);
      assertThat(down.json().path("status").asText()).isEqualTo("DOWN");
      JsonNode database = down.json().path("checks").path("database");
      assertThat(database.path("status").asText()).isEqualTo("DOWN");
      assertThat(database.path("group").asText()).isEqualTo("ready");
      assertThat(database.path("error").asText())
          .isEqualTo("java.lang.IllegalStateException: connection refused");
      assertThat(database.path("ageMs").isNumber()).isTrue();
      assertThat(database.path("durationMs").isNumber()).isTrue();

      jvm.ask("check up");
      assertThat(jvm.get("/health").status()).isEqualTo(200);
    }
  }

  @OnEachJdk
  void aGroupHoldsOnlyItsOwnChecks(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      jvm.ask("check live");
      jvm.ask("check down");
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(jvm.get("/health/live").json().path("checks").has("alive")).isTrue();
      assertThat(jvm.get("/health/live").json().path("checks").has("database")).isFalse();
      assertThat(jvm.get("/health/ready").status()).isEqualTo(503);
      assertThat(jvm.get("/health/ready").json().path("checks").has("database")).isTrue();
    }
  }

  @OnEachJdk
  void aCheckThatNeverRanIsUnknownAndNotReady(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      Reply ready = jvm.get("/health/ready");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().path("checks").path("database").path("status").asText())
          .isEqualTo("UNKNOWN");
    }
  }

  @OnEachJdk
  void anApplicationWithoutChecksIsLiveAndReadyOnceItRuns(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("OneDeployment").start().awaitReady()) {
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      await().atMost(Duration.ofSeconds(10)).until(() -> jvm.get("/health/ready").status() == 200);
      Reply ready = jvm.get("/health/ready");
      assertThat(ready.json().path("status").asText()).isEqualTo("UP");
      assertThat(ready.json().path("checks").size()).isZero();
    }
  }

  @OnEachJdk
  void eachCheckAndEachGroupHasItsPathAndOthersAreNotFound(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk)) {
      jvm.ask("check live");
      jvm.ask("check down");
      assertThat(jvm.get("/health/check/database").status()).isEqualTo(503);
      assertThat(jvm.get("/health/check/database").json().path("checks").size()).isEqualTo(1);
      assertThat(jvm.get("/health/check/alive").status()).isEqualTo(200);
      assertThat(jvm.get("/health/started").status()).isEqualTo(200);
      assertThat(jvm.get("/health/system").status()).isEqualTo(200);
      for (String path : List.of("/health/check/nothing", "/health/nothing", "/health/")) {
        assertThat(jvm.get(path).status()).as(path).isEqualTo(404);
      }
      for (String path : List.of("/healthz", "/livez", "/readyz", "/ready")) {
        assertThat(jvm.get(path).status()).as(path).isEqualTo(404);
      }
    }
  }

  @OnEachJdk
  void aliasesAnswerAsWhatTheyStandFor(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk, "port=0,health.aliases=true").main("Console");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.ask("check live");
      jvm.ask("check down");
      assertThat(jvm.get("/healthz").status()).isEqualTo(503);
      assertThat(jvm.get("/livez").status()).isEqualTo(200);
      assertThat(jvm.get("/readyz").status()).isEqualTo(503);
      assertThat(jvm.get("/ready").json().path("checks").has("database")).isTrue();
    }
  }

  private static ForkedJvm console(Jdk jdk) {
    return JvmLaunch.withAgent(jdk).main("Console").start().awaitReady();
  }
}
