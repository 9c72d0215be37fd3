package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Reply;
import java.io.IOException;
import java.time.Duration;

/** What the page is made of, and who is told. */
class HistoryIT {

  @OnMatrix
  void whatHappensIsRememberedFromTheFirstMomentOnAndOthersReadOn(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start().awaitReady()) {
      jvm.port();
      jvm.ask("deploy");
      jvm.ask("fail");
      jvm.ask("check down");
      jvm.ask("begin");

      JsonNode history = jvm.get("/history").json();
      assertThat(history.at("/ended/0/labels/application").asText()).isEqualTo("shop");
      assertThat(history.at("/ended/0/outcome").asText()).isEqualTo("success");
      assertThat(history.at("/ended/1/errorType").asText()).isEqualTo("false");
      assertThat(history.at("/running/0/labels/application").asText()).isEqualTo("slow");
      assertThat(history.at("/totals/0/deployments/failure").asInt()).isEqualTo(1);
      assertThat(history.at("/healthChanges/0/status").asText()).isEqualTo("DOWN");

      jvm.ask("end");
      jvm.ask("roll back");
      JsonNode news = jvm.get("/history?after=" + history.get("last").asText()).json();
      assertThat(news.get("ended")).hasSize(2);
      assertThat(news.at("/ended/1/kind").asText()).isEqualTo("rollback");
      assertThat(news.get("running")).isEmpty();
      assertThat(news.get("startedAt")).isEqualTo(history.get("startedAt"));
      assertThat(jvm.get("/history?after=x").status()).isEqualTo(400);
    }
  }

  @OnMatrix
  void samplesComeSomeSecondsAfterTheStart(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start().awaitReady()) {
      jvm.port();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> jvm.get("/history").json().at("/samples/at").size() > 0);
      JsonNode samples = jvm.get("/history").json().get("samples");
      assertThat(samples.at("/at/0").asLong()).isGreaterThan(9_000);
      assertThat(samples.at("/heapUsed/0").asLong()).isPositive();
      assertThat(samples.at("/heapCommitted/0").asLong())
          .isGreaterThanOrEqualTo(samples.at("/heapUsed/0").asLong());
      assertThat(samples.at("/threads/0").asInt()).isPositive();
      assertThat(samples.at("/cpuMs/0").asLong()).isPositive();
      assertThat(samples.at("/gcMs/0").asLong()).isNotNegative();
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnMatrix
  void withoutTheManagementModulesTheHeapIsSampledAll(Jdk jdk) {
    jdk.assumeAtLeast(9, "modules");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("--limit-modules", "java.base,java.instrument")
            .main("Console");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.port();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> jvm.get("/history").json().at("/samples/at").size() > 0);
      JsonNode samples = jvm.get("/history").json().get("samples");
      assertThat(samples.at("/heapUsed/0").asLong()).isPositive();
      assertThat(samples.at("/threads/0").isNull()).isTrue();
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnMatrix
  void othersThanLocalCallersAreToldWhatOpensThePage(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start().awaitReady()) {
      for (String path : new String[] {"/", "/history"}) {
        assertThat(jvm.get(path).status()).as(path).isEqualTo(200);
        Reply refusal = jvm.get(path, "Host", "shop.example");
        assertThat(refusal.status()).as(path).isEqualTo(403);
        assertThat(refusal.text()).contains("page.access=always", "auth.users.file");
      }
    }
  }

  @OnMatrix
  void openedForEverybodyItStillHidesWhatOtherOptionsHide(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk, "port=0,page.access=always").main("Console");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.ask("check down");
      assertThat(jvm.get("/", "Host", "shop.example").status()).isEqualTo(200);
      String told = jvm.get("/history", "Host", "shop.example").text();
      assertThat(told).contains("\"totals\"").doesNotContain("database", "refused");
      assertThat(jvm.get("/history").text()).contains("database", "refused");
      assertThat(jvm.get("/status", "Host", "shop.example").status()).isEqualTo(403);
    }
  }

  @OnMatrix
  void withoutHistoryNothingIsRememberedAndWhatRunsIsShown(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk, "port=0,history=false").main("Console");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.port();
      jvm.ask("deploy");
      jvm.ask("begin");
      JsonNode history = jvm.get("/history").json();
      assertThat(history.get("isRemembered").asBoolean()).isFalse();
      assertThat(history.has("ended")).isFalse();
      assertThat(history.get("running")).hasSize(1);
      assertThat(history.at("/totals/0/deployments/success").asInt()).isEqualTo(1);
    }
  }

  @OnMatrix
  void pageAndHistoryAreCompressedForWhoeverTakesIt(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start().awaitReady()) {
      Reply page = jvm.get("/", "Accept-Encoding", "gzip, deflate");
      assertThat(page.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(page.bytes()).hasSizeLessThan(50_000);
      assertThat(page.unzipped()).isEqualTo(jvm.get("/").text()).startsWith("<!doctype html>");
      Reply history = jvm.get("/history", "Accept-Encoding", "br;q=1.0, gzip;q=0.8");
      assertThat(history.unzipped()).startsWith("{\"startedAt\":");
      for (String refusing : new String[] {"gzip;q=0", "gzip;q=0.0", "identity", "xgzip"}) {
        assertThat(jvm.get("/", "Accept-Encoding", refusing).header("Content-Encoding"))
            .as(refusing)
            .isEmpty();
      }
    }
  }

  @OnMatrix
  void pageIsSentWithAPolicyThatNamesItsOwnScriptOnly(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start().awaitReady()) {
      Reply page = jvm.get("/");
      assertThat(page.header("Content-Security-Policy"))
          .startsWith("default-src 'none'; script-src 'sha256-")
          .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
          .doesNotContain("unsafe");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(page.header("Cache-Control")).isEqualTo("no-store");
      assertThat(Http.send("HEAD", jvm.port(), "/").header("Content-Type"))
          .isEqualTo("text/html; charset=utf-8");
      assertThat(Http.send("POST", jvm.port(), "/").status()).isEqualTo(405);
    }
  }
}
