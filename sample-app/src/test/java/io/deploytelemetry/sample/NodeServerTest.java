package io.deploytelemetry.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeServerTest {

  private static final Release RELEASE =
      new Release("website", "0123456789".repeat(4), "", Instant.EPOCH);

  @TempDir Path path;

  private NodeDirectory directory;
  private NodeServer server;

  @BeforeEach
  void open() throws Exception {
    directory = new NodeDirectory(path);
    server = new NodeServer(directory, 0);
    Files.createDirectories(directory.files(RELEASE.commit()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void nodeWithoutAReleaseIsUnhealthy() throws Exception {
    assertThat(Web.get(server.url(), "/health").statusCode()).isEqualTo(503);
    assertThat(Web.get(server.url(), "/").body()).isEqualTo("nothing is deployed\n");
  }

  @Test
  void healthIsWhatTheReleaseSays() throws Exception {
    directory.switchTo(RELEASE);
    assertThat(Web.get(server.url(), "/health").statusCode()).isEqualTo(200);

    Files.writeString(directory.files(RELEASE.commit()).resolve("health"), "no disk\nat all");
    HttpResponse<String> answer = Web.get(server.url(), "/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("no disk\n");
    assertThat(answer.headers().firstValue("Release")).contains(RELEASE.commit());
  }

  @Test
  void onlyFilesOfTheCurrentReleaseAreServed() throws Exception {
    Files.writeString(path.resolve("secret"), "secret");
    Files.writeString(directory.files(RELEASE.commit()).resolve("a b.txt"), "text");
    directory.switchTo(RELEASE);

    assertThat(Web.get(server.url(), "/a%20b.txt").body()).isEqualTo("text");
    assertThat(Web.get(server.url(), "/a%20b.txt").headers().firstValue("Content-Type"))
        .contains("text/plain");
    assertThat(Web.get(server.url(), "/..%2f..%2fsecret").statusCode()).isEqualTo(404);
    assertThat(Web.get(server.url(), "/%2e%2e/%2e%2e/secret").statusCode()).isEqualTo(404);
    assertThat(Web.get(server.url(), "/" + path.resolve("secret")).statusCode()).isEqualTo(404);
    assertThat(Web.get(server.url(), "/").statusCode()).isEqualTo(404);
  }

  @Test
  void nothingCanBeChangedOverHttp() throws Exception {
    directory.switchTo(RELEASE);

    assertThat(Web.send("DELETE", server.url(), "/").statusCode()).isEqualTo(405);
    assertThat(Web.send("HEAD", server.url(), "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void takenPortIsNamedWithAWayOut() {
    int port = server.url().getPort();

    assertThatThrownBy(() -> new NodeServer(directory, port))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("port " + port + " cannot be used for a node")
        .hasMessageContaining("choose others with --node-port");
  }
}
