package io.deploytelemetry.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

  @Test
  void readsAScrape() throws BadRequestException {
    Request request =
        parse(
            "GET /metrics?name[]=a&name%5B%5D=b HTTP/1.1",
            "Host: localhost:19404", "Accept: text/plain", "accept:  */* ");

    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/metrics");
    assertThat(request.query()).isEqualTo("name[]=a&name%5B%5D=b");
    assertThat(request.host()).isEqualTo("localhost:19404");
    assertThat(request.headers("ACCEPT")).containsExactly("text/plain", "*/*");
    assertThat(request.isKeptAlive()).isTrue();
    assertThat(request.hasBody()).isFalse();
  }

  @Test
  void bareLineFeedsEndLinesToo() throws BadRequestException {
    Request request =
        RequestParser.parse(bytes("GET / HTTP/1.1\nHost: x\nA: b\n\n"), new SomePeer());

    assertThat(request.header("a")).isEqualTo("b");
  }

  @Test
  void connectionsAreKeptAsTheVersionAndTheClientSay() throws BadRequestException {
    assertThat(parse("GET / HTTP/1.1", "Host: x", "Connection: Close").isKeptAlive()).isFalse();
    assertThat(parse("GET / HTTP/1.1", "Host: x", "Connection: te, close").isKeptAlive()).isFalse();
    assertThat(parse("GET / HTTP/1.0").isKeptAlive()).isFalse();
    assertThat(parse("GET / HTTP/1.0", "Connection: keep-alive").isKeptAlive()).isTrue();
  }

  @Test
  void hostOfTheTargetCountsMoreThanTheHeader() throws BadRequestException {
    Request request = parse("GET http://evil.example:80/a?b HTTP/1.1", "Host: localhost");

    assertThat(request.host()).isEqualTo("evil.example:80");
    assertThat(request.path()).isEqualTo("/a");
    assertThat(request.query()).isEqualTo("b");
    assertThat(parse("GET http://x HTTP/1.1", "Host: x").path()).isEqualTo("/");
    assertThat(parse("GET http://x?q HTTP/1.1", "Host: x").query()).isEqualTo("q");
  }

  @Test
  void percentSignsOfThePathAreResolved() throws BadRequestException {
    assertThat(parse("GET /health/check/a%20b%C3%A9 HTTP/1.1", "Host: x").path())
        .isEqualTo("/health/check/a bé");
  }

  @Test
  void whatFollowsTheHeadIsNoticed() throws BadRequestException {
    assertThat(parse("GET / HTTP/1.1", "Host: x", "Content-Length: 0").hasBody()).isFalse();
    assertThat(parse("GET / HTTP/1.1", "Host: x", "Content-Length: 7").hasBody()).isTrue();
    assertThat(parse("GET / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked").hasBody()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "GET /",
        "GET / ",
        " GET / HTTP/1.1",
        "GET  / HTTP/1.1",
        "GET / HTTP/1.1 ",
        "GET / http/1.1",
        "GET / HTTP/11",
        "G(T / HTTP/1.1",
        "GET * HTTP/1.1",
        "GET metrics HTTP/1.1",
        "GET ftp://x/ HTTP/1.1",
        "GET http:///a HTTP/1.1",
        "GET http://u@x/ HTTP/1.1",
        "GET /# HTTP/1.1",
        "GET /\u00e9 HTTP/1.1",
        "GET /% HTTP/1.1",
        "GET /%4 HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /%ff HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /?%x HTTP/1.1",
        "GET /\t HTTP/1.1"
      })
  void firstLinesThatAreNoRequestAreRefused(String line) {
    assertThat(statusOf(line, "Host: x")).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: x\r\nHost: x",
        "A: b",
        "Host: x\r\n folded",
        "Host: x\r\n\tfolded",
        "Host: x\r\nno colon",
        "Host: x\r\n: no name",
        "Host: x\r\nA : space before the colon",
        "Host: x\r\nA: \u0000",
        "Host: x\r\nA: \r b",
        "Host: x\r\nContent-Length: 1\r\nContent-Length: 1",
        "Host: x\r\nContent-Length: -1",
        "Host: x\r\nContent-Length: +1",
        "Host: x\r\nContent-Length: 99999999999999999999",
        "Host: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked"
      })
  void headersThatTwoProgramsCouldReadDifferentlyAreRefused(String headers) {
    assertThat(statusOf("GET / HTTP/1.1", headers)).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/1.2", "HTTP/3.0"})
  void otherVersionsAreNotServed(String version) {
    assertThat(statusOf("GET / " + version, "Host: x")).isEqualTo(505);
  }

  @Test
  void manyHeadersAreRefused() {
    String[] lines =
        Stream.concat(
                Stream.of("GET / HTTP/1.1", "Host: x"),
                Stream.iterate(1, i -> i + 1).limit(64).map(i -> "A" + i + ": b"))
            .toArray(String[]::new);

    assertThat(statusOf(lines)).isEqualTo(431);
  }

  private static int statusOf(String... lines) {
    BadRequestException refused =
        catchThrowableOfType(BadRequestException.class, () -> parse(lines));
    return refused == null ? 200 : refused.answer().status();
  }

  private static Request parse(String... lines) throws BadRequestException {
    return RequestParser.parse(bytes(String.join("\r\n", lines) + "\r\n\r\n"), new SomePeer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
