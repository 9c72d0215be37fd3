package io.deploytelemetry.it.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Pushgateway. Where there is none, the test is skipped. */
public final class Pushgateway implements AutoCloseable {

  private final Process process;
  private final int port;

  private Pushgateway(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one, whose log is in the directory; it remembers nothing of others. */
  public static Pushgateway start(Path directory) throws IOException {
    Path program = Programs.onPath("prometheus-pushgateway", "Debian's package of that name");
    int port = Http.freePort();
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--persistence.file="))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pushgateway.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(30)).until(() -> Http.statusOrCut(port, "/-/ready") == 200);
    return new Pushgateway(process, port);
  }

  public int port() {
    return port;
  }

  /** Its address, as {@code push.gateway} takes it. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What Prometheus would see. */
  public Exposition metrics() {
    return Http.metrics(port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
