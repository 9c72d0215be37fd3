package io.deploytelemetry.it.harness;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** A real Alertmanager. Where there is none, the test is skipped. */
public final class Alertmanager implements AutoCloseable {

  /** An alert that it has been sent. */
  public record Received(String name, String severity, boolean isInhibited) {}

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final Set<String> seen = new TreeSet<>();

  private Alertmanager(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one, whose data and log are in the directory. */
  public static Alertmanager start(Path directory, Path config) throws IOException {
    Path program = Programs.onPath("prometheus-alertmanager", "Debian's package of that name");
    int port = Http.freePort();
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--config.file=" + config,
                    "--storage.path=" + directory.resolve("alertmanager"),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--cluster.listen-address="))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("alertmanager.log").toFile())
            .start();
    Awaitility.await().atMost(SOON).until(() -> Http.statusOrCut(port, "/-/ready") == 200);
    return new Alertmanager(process, port);
  }

  public int port() {
    return port;
  }

  /** The alerts that fire. */
  public List<Received> alerts() {
    List<Received> alerts = new ArrayList<>();
    for (JsonNode alert : Http.get(port, "/api/v2/alerts").json()) {
      JsonNode labels = alert.path("labels");
      alerts.add(
          new Received(
              labels.path("alertname").asText(),
              labels.path("severity").asText(),
              !alert.path("status").path("inhibitedBy").isEmpty()));
    }
    return alerts;
  }

  /** Waits until alerts of these names fire. */
  public void await(String... names) {
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(names()).contains(names));
  }

  private Set<String> names() {
    Set<String> now = alerts().stream().map(Received::name).collect(toCollection(TreeSet::new));
    seen.addAll(now);
    return now;
  }

  /** The names of all alerts that have fired by now, as far as anybody has waited for one. */
  public Set<String> seen() {
    names();
    return seen;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
