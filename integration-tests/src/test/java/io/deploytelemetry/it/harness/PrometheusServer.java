package io.deploytelemetry.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Prometheus that scrapes every second. Where there is none, the test is skipped. */
public final class PrometheusServer implements AutoCloseable {

  private final Process process;
  private final int port;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param scrapeConfig the entries of {@code scrape_configs}, YAML
   */
  public static PrometheusServer start(Path directory, String scrapeConfig) throws IOException {
    return start(directory, scrapeConfig, "");
  }

  /**
   * Starts one that evaluates rules every second.
   *
   * @param scrapeConfig the entries of {@code scrape_configs}, YAML
   * @param rulesAndAlerting {@code rule_files} and {@code alerting}, YAML
   * @param flags of its command line
   */
  public static PrometheusServer startWithRules(
      Path directory, String scrapeConfig, String rulesAndAlerting, String... flags)
      throws IOException {
    return start(directory, scrapeConfig, rulesAndAlerting, flags);
  }

  /**
   * Starts one with some of the features that are off otherwise.
   *
   * @param scrapeConfig the entries of {@code scrape_configs}, YAML
   * @param features their names, with commas between them
   */
  public static PrometheusServer startWithFeatures(
      Path directory, String scrapeConfig, String features) throws IOException {
    return start(directory, scrapeConfig, "", "--enable-feature=" + features);
  }

  private static PrometheusServer start(
      Path directory, String scrapeConfig, String moreConfig, String... flags) throws IOException {
    Path program = Programs.onPath("prometheus", "Prometheus");
    int port = Http.freePort();
    Path config =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            "global:\n  scrape_interval: 1s\n  scrape_timeout: 1s\n  evaluation_interval: 1s\n"
                + moreConfig
                + "scrape_configs:\n"
                + scrapeConfig);
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn"));
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    PrometheusServer server = new PrometheusServer(process, port);
    await().atMost(Duration.ofSeconds(30)).until(() -> Http.statusOrCut(port, "/-/ready") == 200);
    return server;
  }

  /** The value of an expression that has one; {@code NaN} if it has none. */
  public double value(String expression) {
    JsonNode result = newest(expression);
    return result.isEmpty() ? Double.NaN : result.path(0).path("value").path(1).asDouble();
  }

  /** The newest value of each series of an expression. */
  public JsonNode newest(String expression) {
    return ask("query", "query=" + encoded(expression)).path("result");
  }

  /** The values of each series of an expression in the seconds from one time to another. */
  public JsonNode values(String expression, long from, long to, int step) {
    String times = "&start=" + from + "&end=" + to + "&step=" + step;
    return ask("query_range", "query=" + encoded(expression) + times).path("result");
  }

  /** The values of a label of the series that a selector selects. */
  public JsonNode labelValues(String label, String selector) {
    return ask("label/" + label + "/values", "match%5B%5D=" + encoded(selector));
  }

  /** The exemplars of the last minutes of each series that a selector selects. */
  public JsonNode exemplars(String selector) {
    long now = System.currentTimeMillis() / 1000;
    String times = "&start=" + (now - 600) + "&end=" + (now + 60);
    return ask("query_exemplars", "query=" + encoded(selector) + times);
  }

  private JsonNode ask(String path, String parameters) {
    Reply reply = Http.get(port, "/api/v1/" + path + "?" + parameters);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("data");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What went wrong with the last scrape of the first target; empty if nothing did. */
  public String lastError() {
    return Http.get(port, "/api/v1/targets")
        .json()
        .path("data")
        .path("activeTargets")
        .path(0)
        .path("lastError")
        .asText();
  }

  /** The address of its web page. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
