package io.deploytelemetry.sample;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a node over HTTP whether it is healthy. */
final class NodeProbe {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).connectTimeout(TIMEOUT).build();

  /** Returns when the node says that it serves this commit and is well. */
  void verify(Node node, String commit) throws UnhealthyNodeException, InterruptedIOException {
    HttpRequest request =
        HttpRequest.newBuilder(node.url().resolve("/health")).timeout(TIMEOUT).build();
    HttpResponse<String> response;
    try {
      response = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UnhealthyNodeException(node.name() + " does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + node.name());
    }
    if (response.statusCode() != 200) {
      throw new UnhealthyNodeException(
          String.format(
              "%s answers %d: %s", node.name(), response.statusCode(), response.body().strip()));
    }
    String served = response.headers().firstValue("Release").orElse("none");
    if (!served.equals(commit)) {
      throw new UnhealthyNodeException(
          String.format("%s serves release %s, not %s", node.name(), served, commit));
    }
  }
}
