package io.deploytelemetry.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a node's current release on the loopback interface. {@code GET /health} answers 200 while
 * there is one and its file {@code health}, if it has such a file, begins with {@code ok}; else
 * 503. The header {@code Release} names the commit.
 */
final class NodeServer implements AutoCloseable {

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final NodeDirectory directory;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  /** Port 0 is any free one. */
  NodeServer(NodeDirectory directory, int port) throws UsageException, IOException {
    this.directory = directory;
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      this.server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
    } catch (BindException e) {
      throw new UsageException(
          String.format(
              "port %d cannot be used for a node (%s); choose others with --node-port, or free ones"
                  + " with --node-port 0.",
              port, e.getMessage()));
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> commit = directory.currentCommit();
      String path = exchange.getRequestURI().getPath();
      if (!METHODS.contains(exchange.getRequestMethod())) {
        answer(exchange, 405, "only GET and HEAD");
      } else if (commit.isEmpty()) {
        answer(exchange, 503, "nothing is deployed");
      } else if (path.equals("/health")) {
        exchange.getResponseHeaders().set("Release", commit.get());
        health(exchange, directory.files(commit.get()).resolve("health"));
      } else {
        file(exchange, path, directory.files(commit.get()));
      }
    }
  }

  private static void health(HttpExchange exchange, Path file) throws IOException {
    String text = Files.isRegularFile(file) ? new String(Files.readAllBytes(file), UTF_8) : "ok";
    String health = text.lines().findFirst().orElse("the file health is empty");
    answer(exchange, health.startsWith("ok") ? 200 : 503, health);
  }

  private static void file(HttpExchange exchange, String path, Path root) throws IOException {
    Path file = root.resolve(path.substring(1)).normalize();
    if (Files.isDirectory(file)) {
      file = file.resolve("index.html");
    }
    if (!file.startsWith(root) || !Files.isRegularFile(file)) {
      answer(exchange, 404, "not in this release");
    } else {
      String type = URLConnection.guessContentTypeFromName(file.getFileName().toString());
      answer(
          exchange,
          200,
          type == null ? "application/octet-stream" : type,
          Files.readAllBytes(file));
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(UTF_8);
    answer(exchange, status, "text/plain; charset=utf-8", body);
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    // The JDK's server sends head and body in two packets; on a kept connection the second waits
    // for the acknowledgement of the first, some 40 ms.
    exchange.getResponseHeaders().set("Connection", "close");
    if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
