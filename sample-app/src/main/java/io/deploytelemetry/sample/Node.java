package io.deploytelemetry.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** One machine of the environment: a directory and the server of what is in it. */
final class Node implements AutoCloseable {

  private final String name;
  private final NodeDirectory directory;
  private final NodeServer server;

  Node(Path path, int port) throws UsageException, IOException {
    this.name = path.getFileName().toString();
    this.directory = new NodeDirectory(path);
    this.server = new NodeServer(directory, port);
  }

  String name() {
    return name;
  }

  URI url() {
    return server.url();
  }

  Optional<String> currentCommit() throws IOException {
    return directory.currentCommit();
  }

  /** Copies the release here, serves it, and makes room for the next. */
  void update(Release release, GitSource source) throws IOException {
    directory.install(release, source);
    directory.switchTo(release);
    directory.prune();
  }

  @Override
  public void close() {
    server.close();
  }
}
