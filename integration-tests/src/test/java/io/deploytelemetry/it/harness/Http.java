package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client for servers on this machine, which keeps connections alive as a scraper does. */
public final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  private Http() {}

  /** Gets a page; headers are names and values in turn. */
  public static Reply get(int port, String path, String... headers) {
    return send("GET", port, path, headers);
  }

  /** Sends a request without a body; headers are names and values in turn. */
  public static Reply send(String method, int port, String path, String... headers) {
    try {
      return exchange(method, port, path, headers);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " on port " + port + " failed", e);
    }
  }

  /** The status of a page, 0 when the server cuts the connection instead. */
  public static int statusOrCut(int port, String path, String... headers) {
    try {
      return exchange("GET", port, path, headers).status();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Scrapes. */
  public static Exposition metrics(int port) {
    Reply reply = get(port, "/metrics");
    if (reply.status() != 200) {
      throw new AssertionError("/metrics answers " + reply.status() + ": " + reply.text());
    }
    return Exposition.parse(reply.text());
  }

  /** Whether something listens on a port and speaks HTTP. */
  public static boolean isServed(int port) {
    try {
      exchange("GET", port, "/metrics");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Whether this machine has an address of IPv6 to listen on. */
  public static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  private static Reply exchange(String method, int port, String path, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Reply(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
