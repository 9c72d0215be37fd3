package io.deploytelemetry.agent.http;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked: the head of a request, read whole and found well-formed. Immutable. */
final class Request {

  private final String method;
  private final Target target;
  private final boolean isHttp10;
  private final Map<String, List<String>> headers;
  private final boolean hasBody;
  private final Peer peer;
  private final boolean isTrusted;

  /**
   * Made by {@link RequestParser}.
   *
   * @param headers the values by name, in lower case
   */
  Request(
      String method,
      Target target,
      boolean isHttp10,
      Map<String, List<String>> headers,
      boolean hasBody,
      Peer peer) {
    this(method, target, isHttp10, headers, hasBody, peer, false);
  }

  private Request(
      String method,
      Target target,
      boolean isHttp10,
      Map<String, List<String>> headers,
      boolean hasBody,
      Peer peer,
      boolean isTrusted) {
    this.method = method;
    this.target = target;
    this.isHttp10 = isHttp10;
    this.headers = headers;
    this.hasBody = hasBody;
    this.peer = peer;
    this.isTrusted = isTrusted;
  }

  /** This request, of whose caller it is now known whether it is told everything. */
  Request trusted(boolean newIsTrusted) {
    return new Request(method, target, isHttp10, headers, hasBody, peer, newIsTrusted);
  }

  /** Whether the caller is authenticated; where nobody need be, whether it is on this machine. */
  boolean isTrusted() {
    return isTrusted;
  }

  String method() {
    return method;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** The path, its percent signs resolved. */
  String path() {
    return target.path();
  }

  /** What follows the question mark, as it was sent; {@code null} if there is none. */
  @Nullable String query() {
    return target.query();
  }

  /** The host, and perhaps port, that the client means: of the target, else of the header. */
  @Nullable String host() {
    String named = target.authority();
    return named == null ? header("Host") : named;
  }

  /** The first value of a header; {@code null} if there is none. */
  @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), Collections.emptyList());
  }

  /** Whether the client says that it takes an answer that is compressed. */
  boolean takesGzip() {
    for (String value : headers("Accept-Encoding")) {
      for (String coding : value.toLowerCase(Locale.ROOT).split(",", -1)) {
        if (coding.trim().matches("gzip(\\s*;\\s*q=(1(\\.0*)?|0?\\.0*[1-9][0-9]*))?")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether something follows the head, which is never read. */
  boolean hasBody() {
    return hasBody;
  }

  boolean isHttp10() {
    return isHttp10;
  }

  /** Whether the client means to ask again on this connection. */
  boolean isKeptAlive() {
    return isHttp10 ? hasConnectionOption("keep-alive") : !hasConnectionOption("close");
  }

  private boolean hasConnectionOption(String option) {
    for (String value : headers("Connection")) {
      for (String each : value.split(",", -1)) {
        if (each.trim().equalsIgnoreCase(option)) {
          return true;
        }
      }
    }
    return false;
  }

  Peer peer() {
    return peer;
  }
}
