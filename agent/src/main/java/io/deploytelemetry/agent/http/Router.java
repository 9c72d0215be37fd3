package io.deploytelemetry.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Takes each request to the endpoint of its path; says 404 and 405 to what there is none for. */
final class Router implements HttpHandler {

  /**
   * Below 25 the server sends head and body in two packets. On a connection that is kept alive the
   * second waits for the first one's acknowledgement, 40 ms; closing the connection flushes it.
   */
  private static final boolean IS_KEEP_ALIVE_SLOW = isOlderThan25();

  private final Map<String, Endpoint> endpoints = new HashMap<>();
  private final Requests requests;

  Router(Requests requests) {
    this.requests = requests;
  }

  Router add(String path, Endpoint endpoint) {
    endpoints.put(path, endpoint);
    return this;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    requests.headRead();
    try {
      if (IS_KEEP_ALIVE_SLOW) {
        exchange.getResponseHeaders().set("Connection", "close");
      }
      answer(exchange);
    } finally {
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    Endpoint endpoint = endpoints.get(exchange.getRequestURI().getPath());
    if (endpoint == null) {
      Answer.text(404, "There is nothing here. Try " + String.join(" ", paths())).send(exchange);
    } else if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      Answer.text(405, "Only GET and HEAD are served.").send(exchange);
    } else {
      endpoint.answer(exchange);
    }
  }

  private Iterable<String> paths() {
    return new TreeSet<>(endpoints.keySet());
  }

  private static boolean isOlderThan25() {
    String version = System.getProperty("java.specification.version", "1.8");
    return version.startsWith("1.") || Integer.parseInt(version) < 25;
  }
}
