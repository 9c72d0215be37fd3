package io.deploytelemetry.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A visitor of the nodes. */
final class Web {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Web() {}

  static HttpResponse<String> get(URI node, String path) throws Exception {
    return send("GET", node, path);
  }

  static HttpResponse<String> send(String method, URI node, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + node.getAuthority() + path))
            .method(method, BodyPublishers.noBody())
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
