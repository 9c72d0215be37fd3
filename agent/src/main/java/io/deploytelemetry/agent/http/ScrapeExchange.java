package io.deploytelemetry.agent.http;

import io.prometheus.metrics.exporter.common.PrometheusHttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpRequest;
import io.prometheus.metrics.exporter.common.PrometheusHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request and its answer, as client_java's handler sees them. For one thread. */
final class ScrapeExchange
    implements PrometheusHttpExchange, PrometheusHttpRequest, PrometheusHttpResponse {

  /** Does not copy what it holds when that is taken. */
  private static final class Body extends ByteArrayOutputStream {

    Body(int expected) {
      super(expected);
    }

    Answer answer(int status, Map<String, String> headers) {
      return Answer.of(status, headers, buf, count);
    }
  }

  private final Request request;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private int status = 204;
  private Body body = new Body(0);

  ScrapeExchange(Request request) {
    this.request = request;
  }

  Answer answer() {
    return body.answer(status, headers);
  }

  @Override
  public PrometheusHttpRequest getRequest() {
    return this;
  }

  @Override
  public PrometheusHttpResponse getResponse() {
    return this;
  }

  @Override
  public @Nullable String getQueryString() {
    return request.query();
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(request.headers(name));
  }

  @Override
  public String getMethod() {
    return "GET"; // the answer to HEAD is that to GET, of which only the head is sent
  }

  @Override
  public String getRequestPath() {
    return request.path();
  }

  @Override
  public void setHeader(String name, String value) {
    if (!name.equalsIgnoreCase("Content-Length")) { // it is known when the body is
      headers.put(name, value);
    }
  }

  @Override
  public OutputStream sendHeadersAndGetBody(int newStatus, int length) {
    status = newStatus;
    body = new Body(Math.max(length, 1_024));
    return body;
  }

  @Override
  public void handleException(IOException failure) throws IOException {
    throw failure;
  }

  @Override
  public void handleException(RuntimeException failure) {
    throw failure;
  }

  @Override
  public void close() {
    // the connection does
  }
}
