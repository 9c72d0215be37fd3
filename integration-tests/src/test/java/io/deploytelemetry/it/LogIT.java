package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class LogIT {

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  @TempDir private Path folder;

  @OnEachJdk
  void aDeploymentThatEndsTheJvmIsTold(Jdk jdk) {
    Ending ending =
        JvmLaunch.withAgent(jdk, "port=0,log.events=true").main("ShortRun", "exit").run();
    assertThat(ending.exitCode()).isEqualTo(3);
    assertThat(ending.stderr())
        .anyMatch(line -> line.contains("outcome=unknown") && line.contains("application=exit"));
  }

  @OnEachJdk
  void aPipeThatNobodyReadsIsNoLogAndHoldsUpNobody(Jdk jdk) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,log.file=" + pipe).main("OneDeployment").start()) {
      assertThat(jvm.awaitReady().awaitStderr(line -> line.contains("cannot be opened")))
          .contains("no file");
    }
  }

  @OnEachJdk
  void everyLineIsAJsonObjectWithItsTimeLevelAndMessage(Jdk jdk) throws IOException {
    int port = Http.freePort();
    try (ForkedJvm jvm =
        console(jdk, "log.format=json,log.level=debug,log.events=true,port=" + port)) {
      await().until(() -> Http.isServed(port));
      jvm.ask("deploy");
      jvm.ask("fail");
      jvm.ask("roll back");
      jvm.ask("check down");
      jvm.ask("check up");
      jvm.endInput().awaitEnding();
      List<JsonNode> lines = parse(jvm.stderr());
      assertThat(lines)
          .allSatisfy(
              line -> {
                assertThat(Instant.parse(line.path("timestamp").asText()))
                    .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
                assertThat(line.path("level").asText()).isIn("ERROR", "WARN", "INFO", "DEBUG");
                assertThat(line.path("message").asText()).isNotEmpty();
              });
      assertThat(events(lines))
          .containsExactly(
              "deployment INFO success shop staging rolling",
              "deployment WARN failure shop staging rolling",
              "rollback INFO success shop  direct",
              "health_check WARN DOWN shop  ",
              "health_check INFO UP shop  ");
      JsonNode failed = lines.stream().filter(l -> l.has("error_type")).findFirst().orElseThrow();
      assertThat(failed.path("error_type").asText()).isEqualTo("false");
      assertThat(failed.path("duration_seconds").isNumber()).isTrue();
      assertThat(failed.path("method").asText()).isEqualTo("com.acme.subjects.Console#deploy");
      assertThat(lines)
          .filteredOn(line -> line.path("message").asText().contains("database is"))
          .hasSize(2);
    }
  }

  @OnEachJdk
  void eventsAreLinesOfTextToo(Jdk jdk) {
    try (ForkedJvm jvm = console(jdk, "port=0,log.level=error,log.events=true")) {
      jvm.ask("deploy");
      assertThat(jvm.awaitStderr(line -> line.contains("event=deployment")))
          .matches(
              "\\[telemetry] deployment ended: success event=deployment outcome=success"
                  + " duration_seconds=0\\.\\d+ application=shop environment=staging"
                  + " provider=kubernetes strategy=rolling"
                  + " method=com.acme.subjects.Console#deploy");
    }
  }

  @OnEachJdk
  void theFileIsAppendedToAndBegunAnewWhenItIsRenamed(Jdk jdk) throws IOException {
    Path file = folder.resolve("agent.log");
    Files.writeString(file, "before\n");
    try (ForkedJvm jvm =
        console(jdk, "port=" + Http.freePort() + ",log.events=true,log.file=" + file)) {
      await().until(() -> lines(file).stream().anyMatch(line -> line.contains("serves http")));
      jvm.ask("deploy");
      assertThat(lines(file).get(0)).isEqualTo("before");
      assertThat(lines(file).get(1))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO .*");
      await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);

      Path kept = Files.move(file, folder.resolve("agent.log.1"));
      await().until(() -> Files.exists(file));
      jvm.ask("fail");
      assertThat(lines(file)).singleElement().asString().contains("outcome=failure");
      assertThat(lines(kept)).noneMatch(line -> line.contains("outcome=failure"));

      Files.write(file, new byte[0]);
      jvm.ask("deploy");
      assertThat(lines(file)).singleElement().asString().contains("outcome=success");
      assertThat(jvm.stderr()).isEmpty();
    }
  }

  @OnEachJdk
  void aFileThatCannotBeOpenedIsSaidOnceAndStandardErrorStandsIn(Jdk jdk) throws IOException {
    Path file = folder.resolve("later").resolve("agent.log");
    try (ForkedJvm jvm = console(jdk, "port=0,log.events=true,log.file=" + file)) {
      jvm.port();
      assertThat(jvm.stderr().get(0))
          .startsWith("[telemetry] ERROR log.file=" + file + " cannot be opened");
      jvm.ask("deploy");
      jvm.awaitStderr(line -> line.contains("outcome=success"));
      assertThat(jvm.stderr()).hasSize(3);

      Files.createDirectory(file.getParent());
      await().until(() -> Files.exists(file));
      jvm.ask("fail");
      assertThat(lines(file)).singleElement().asString().contains("outcome=failure");
    }
  }

  @OnEachJdk
  void levelFormatFileAndEventsChangeAtRunTime(Jdk jdk) throws IOException {
    Path config = Files.writeString(folder.resolve("telemetry.yaml"), "log.level: error\n");
    Path file = folder.resolve("agent.log");
    int port = Http.freePort();
    try (ForkedJvm jvm = console(jdk, "config.watch=20ms,port=" + port + ",config=" + config)) {
      await().until(() -> Http.isServed(port));
      jvm.ask("deploy");
      assertThat(jvm.stderr()).isEmpty();

      Files.writeString(
          config, "log: {level: info, format: json, events: true, file: " + file + "}\n");
      await().until(() -> Files.exists(file) && !lines(file).isEmpty());
      jvm.ask("fail");
      assertThat(events(parse(lines(file)))).hasSize(1);

      Files.writeString(config, "log.events: false\n");
      jvm.awaitStderr(line -> line.contains("is in use"));
      jvm.ask("fail");
      assertThat(jvm.stderr()).hasSize(1);
      assertThat(events(parse(lines(file)))).hasSize(1);
    }
  }

  private static ForkedJvm console(Jdk jdk, String options) {
    return JvmLaunch.withAgent(jdk, options).main("Console").start().awaitReady();
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  private static List<JsonNode> parse(List<String> lines) throws JsonProcessingException {
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : lines) {
      parsed.add(STRICT.readTree(line));
    }
    return parsed;
  }

  /** Some fields of each event. */
  private static List<String> events(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.has("event"))
        .map(
            line ->
                String.join(
                    " ",
                    line.path("event").asText(),
                    line.path("level").asText(),
                    line.path("outcome").asText() + line.path("status").asText(),
                    line.path("application").asText(),
                    line.path("environment").asText(),
                    line.path("strategy").asText()))
        .toList();
  }
}
