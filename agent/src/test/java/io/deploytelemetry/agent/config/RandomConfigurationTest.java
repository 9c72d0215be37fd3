package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.deploytelemetry.agent.weave.Weaver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files and agent arguments that nobody would write: none may end in an exception or take long, and
 * each problem says where it is. {@code -Dfuzz.configurations=1000000} makes a long run, {@code
 * -Dfuzz.seed=…} another one; a failure names the seed of its text.
 */
class RandomConfigurationTest {

  private static final int RUNS = Integer.getInteger("fuzz.configurations", 10_000);
  private static final long SEED = Long.getLong("fuzz.seed", 2026);

  private static final String PLACE = "telemetry\\.yaml:\\d+: .+";

  private static final String[] LINES = {
    "port: 9000",
    "log: {level: debug, format: json}",
    "health.delay: 5s",
    "labels: [team, region]",
    "constant.labels: {cluster: eu-1}",
    "outcome.words: {PARTIAL: failure}",
    "limits: {series: 5, applications: 4}",
    "buckets: {deployment_duration_seconds: [1, 2.5, 60]}",
    "rules:",
    "  - deployment: com.acme..*Deployer+#deploy*(java.lang.String, ..)",
    "    application: \"${NAME:shop}-{0.name}\"",
    "    labels: {team: \"{result.team}\"}",
    "  - health: com.acme.Health#check",
    "    every: 10s",
    "annotations: {com.acme.Deploys: deployment}",
    "checks:",
    "  - http: https://user:pw@repo.acme.com:8443/health?token=x",
    "    status: 204",
    "  - tcp: \"[::1]:5432\"",
    "  - {jdbc: 'jdbc:postgresql://db/app', driver: org.postgresql.Driver, timeout: 1s}",
    "anchor: &a [1, 2]",
    "alias: *a",
    "? {complex: key}",
    ": value",
    "text: |",
    "  many",
    "--- # another document",
    "%YAML 1.2",
    "!!java.net.URL [http://x]",
    "<<: *a",
  };

  private static final String[] SCRAPS = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "&a",
    "*a",
    "!",
    "|",
    ">",
    "'",
    "\"",
    "#",
    "%",
    "@",
    "`",
    "${",
    "\\",
    "\t",
    "\n",
    "\r",
    "\0",
    "\uFEFF",
    "\uFFFE",
    "é",
    "😀",
    "-",
    "? ",
    "<<",
    "---",
    "...",
    "=",
    "null",
    "~",
    "1e999",
    "0x7f",
    "NaN",
    "-1",
    "99999999999999999999",
    " ",
    "  "
  };

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("telemetry.yaml");
  }

  @Test
  void randomFilesAreReadOrRefusedWithPlaces() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20 + RUNS / 100),
        () -> {
          for (int i = 0; i < RUNS; i++) {
            String text = document(new Random(SEED + i));
            assertJudged(text, "seed " + (SEED + i) + ":\n" + text);
          }
        });
  }

  @Test
  void randomArgumentsAreReadOrNamed() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20 + RUNS / 100),
        () -> {
          for (int i = 0; i < RUNS; i++) {
            String arguments = arguments(new Random(SEED + i));
            Settings settings =
                new SettingsReader(AgentArguments.parse(arguments), new Properties(), Map.of())
                    .read();
            assertThat(settings.problems())
                .as("seed " + (SEED + i) + ": " + arguments)
                .allMatch(
                    line ->
                        line.startsWith("agent argument ")
                            || line.startsWith("the configuration file "));
          }
        });
  }

  @Test
  void whatIsRightBesideSomethingWrongCounts() throws IOException {
    for (int i = 0; i < 300; i++) {
      Random random = new Random(SEED + i);
      String key = scraps(random).replaceAll("[\\p{Cntrl}\\uFEFF\\uFFFE']", "");
      Files.writeString(
          file, "application: shop\n'x" + key + "': '" + key + "'\nrules: [{wait: a.B#c}]\n");
      Settings settings = settings();
      assertThat(settings.get(Option.APPLICATION)).isEqualTo("shop");
      assertThat(settings.rules()).hasSize(1);
      assertThat(settings.problems()).hasSize(1).allMatch(line -> line.matches("(?s)" + PLACE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]\n",
        "rules: &a [*a, *a]\n",
        "rules: &a {deployment: *a}\n",
        "a: &a {<<: *a}\n",
        "&a a: *a\n"
      })
  void aliasesThatMultiplyOrLeadBackAreRefused(String yaml) throws Exception {
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertJudged(yaml, yaml));
    assertThat(settings().problems()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "!a &b [", "\""})
  void whatIsNestedDeeplyOrLongIsRefused(String piece) throws Exception {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertJudged(piece.repeat(100_000), piece));
    assertThat(settings().problems()).hasSize(1);
  }

  @Test
  void hugeTextsAreReadAndMessagesStayShort() throws Exception {
    String huge = "x".repeat(300_000);
    String yaml = huge + ": 1\nport: " + huge + "\nannotations: {" + huge + ": " + huge + "}\n";
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertJudged(yaml, "huge"));
    assertThat(settings().problems()).isNotEmpty();

    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertJudged("a: " + "x".repeat(2 << 20), "larger"));
    assertThat(settings().problems()).singleElement().asString().contains("larger than 1 MiB");
  }

  @Test
  void aThousandMistakesAreNotAThousandLines() throws IOException {
    Files.writeString(file, "rules:\n" + "  - {deploymnt: a.B#c}\n".repeat(1_000));

    assertThat(settings().problems()).hasSize(101).last().asString().contains("there is more");
  }

  @Test
  void aFolderOrDeviceIsNoFile() throws IOException {
    Files.createDirectory(file);

    assertThat(settings().problems()).singleElement().asString().contains("it is no file");
  }

  private void assertJudged(String text, String description) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Settings settings = settings();
    List<String> problems = new ArrayList<>(settings.problems());
    problems.addAll(Weaver.problems(settings.rules()));
    assertThat(problems)
        .as(description)
        .allSatisfy(
            line -> {
              if (!line.startsWith("the configuration file ")) {
                assertThat(line).matches("(?s)" + PLACE);
              }
              assertThat(line).hasSizeLessThan(1_000);
            });
    settings.schema();
    settings.checks().forEach(DeclaredCheck::schedule);
    for (Option option : Option.values()) {
      assertThat(settings.shown(option)).as(option.key()).doesNotContain("user:pw");
    }
  }

  private Settings settings() {
    return new SettingsReader(Map.of("config", file.toString()), new Properties(), Map.of()).read();
  }

  /** Lines of ours in any order, into which scraps have fallen. */
  private static String document(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(LINES[random.nextInt(LINES.length)]).append('\n');
    }
    return mutated(text, random);
  }

  private static String arguments(Random random) {
    StringBuilder text = new StringBuilder();
    Option[] options = Option.values();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(options[random.nextInt(options.length)].key())
          .append('=')
          .append(SCRAPS[random.nextInt(SCRAPS.length)])
          .append(',');
    }
    return mutated(text, random);
  }

  private static String mutated(StringBuilder text, Random random) {
    for (int i = random.nextInt(5); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(4));
      text.replace(at, end, random.nextBoolean() ? SCRAPS[random.nextInt(SCRAPS.length)] : "");
    }
    return text.toString();
  }

  private static String scraps(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
    }
    return text.toString();
  }
}
