package io.deploytelemetry.agent.cli;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URL;
import java.net.URLEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Prometheus tells over HTTP. */
final class PrometheusApi {

  private final URL prometheus;
  private final WebClient client;

  PrometheusApi(URL prometheus, WebClient client) {
    this.prometheus = prometheus;
    this.client = client;
  }

  /** The targets that are scraped. */
  List<?> targets() throws IOException {
    return JsonReader.elements(
        JsonReader.member(ask("/api/v1/targets?state=active"), "activeTargets"));
  }

  /** The groups of rules. */
  List<?> groups() throws IOException {
    return JsonReader.elements(JsonReader.member(ask("/api/v1/rules"), "groups"));
  }

  /** Whether an expression has a result. */
  boolean isThere(String expression) throws IOException {
    Object data = ask("/api/v1/query?query=" + encoded(expression));
    return !JsonReader.elements(JsonReader.member(data, "result")).isEmpty();
  }

  private @Nullable Object ask(String path) throws IOException {
    String base = prometheus.toString();
    Reply reply =
        client.get(
            new URL((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path));
    if (reply.status() != 200) {
      throw new IOException("it answers " + reply.status());
    }
    return JsonReader.member(JsonReader.read(reply.body()), "data");
  }

  private static String encoded(String text) {
    try {
      return URLEncoder.encode(text, "UTF-8");
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return prometheus.toString();
  }
}
