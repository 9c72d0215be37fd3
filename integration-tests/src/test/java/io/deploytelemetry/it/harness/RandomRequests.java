package io.deploytelemetry.it.harness;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a port may be sent: requests, requests that have been tampered with, and noise. */
public final class RandomRequests {

  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PRI", "get", "G\u0000T", "");
  private static final List<String> TARGETS =
      List.of(
          "/metrics",
          "/metrics?name[]=deployments_total",
          "/metrics?name%5B%5D=%",
          "/metrics?debug=text&debug=loud",
          "/metrics?name[]=%C3%28",
          "/health",
          "/health/live",
          "/health/%6cive",
          "/health/%00",
          "/status",
          "/",
          "//",
          "/../../etc/passwd",
          "*",
          "http://localhost/health",
          "http://",
          "https://a@b/",
          "/%ff%fe");
  private static final List<String> VERSIONS =
      List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.", "HTTP/1.1 ", "");
  private static final List<String> HEADERS =
      List.of(
          "Host: localhost",
          "Host: evil.example",
          "Host:",
          "Connection: close",
          "Connection: keep-alive",
          "Content-Length: 0",
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: chunked",
          "Accept: application/openmetrics-text;version=1.0.0;escaping=allow-utf-8",
          "Accept: application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
              + "encoding=delimited",
          "Accept: ;;;=;q=,",
          "Accept-Encoding: gzip",
          "Authorization: Basic !",
          "Authorization: Bearer",
          " folded",
          "no colon",
          ": no name",
          "X: \u0001");

  private final Random random;

  public RandomRequests(long seed) {
    this.random = new Random(seed);
  }

  /** The bytes of a connection: usually one request, sometimes several. */
  public byte[] next() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int requests = random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 1;
    for (int i = 0; i < requests; i++) {
      bytes.writeBytes(random.nextInt(20) == 0 ? noise() : request());
    }
    byte[] all = bytes.toByteArray();
    return random.nextInt(3) == 0 ? tamperedWith(all) : all;
  }

  private byte[] request() {
    StringBuilder request = new StringBuilder();
    String end = random.nextInt(5) == 0 ? "\n" : "\r\n";
    request.append(any(METHODS)).append(' ').append(target()).append(' ').append(any(VERSIONS));
    request.append(end);
    if (random.nextInt(4) > 0) {
      request.append("Host: 127.0.0.1").append(end);
    }
    int headers = random.nextInt(50) == 0 ? random.nextInt(200) : random.nextInt(5);
    for (int i = 0; i < headers; i++) {
      request.append(any(HEADERS)).append(end);
    }
    if (random.nextInt(50) == 0) {
      request.append("X: ").append("x".repeat(random.nextInt(20_000))).append(end);
    }
    return request.append(end).toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String target() {
    return random.nextInt(50) == 0 ? "/" + "a".repeat(random.nextInt(20_000)) : any(TARGETS);
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(300)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] tamperedWith(byte[] bytes) {
    byte[] tampered = bytes.clone();
    for (int i = random.nextInt(4); i >= 0 && tampered.length > 0; i--) {
      tampered[random.nextInt(tampered.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(tampered, random.nextInt(tampered.length + 1))
        : tampered;
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
