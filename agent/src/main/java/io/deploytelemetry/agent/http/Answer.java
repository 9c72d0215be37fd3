package io.deploytelemetry.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** An answer that is made whole before it is sent. Immutable. */
final class Answer {

  /** Told when an answer has left, or could not. */
  interface Listener {

    /**
     * The answer's end; called once, on the connection's thread.
     *
     * @param taken whether the peer has been sent all of it
     */
    void sent(boolean taken);
  }

  /** What goes into the first write beside the head: small answers are one packet. */
  private static final int FIRST_WRITE = 16_384;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final int length;
  private final @Nullable Listener listener;

  private Answer(
      int status,
      Map<String, String> headers,
      byte[] body,
      int length,
      @Nullable Listener listener) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.length = length;
    this.listener = listener;
  }

  /** An answer whose body is the first bytes of an array, which is kept. */
  static Answer of(int status, Map<String, String> headers, byte[] body, int length) {
    return new Answer(status, headers, body, length, null);
  }

  static Answer json(int status, Object value) {
    return of(status, "application/json", Json.of(value));
  }

  /** A text for people, who need a line end. */
  static Answer text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body + "\n");
  }

  private static Answer of(int status, String contentType, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return of(status, Collections.singletonMap("Content-Type", contentType), body, body.length);
  }

  /** This answer with another header. */
  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body, length, listener);
  }

  /** This answer, compressed if the client takes that. */
  Answer zippedFor(Request request) throws IOException {
    if (!request.takesGzip()) {
      return this;
    }
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body, 0, length);
    }
    return new Answer(status, headers, zipped.toByteArray(), zipped.size(), listener)
        .with("Content-Encoding", "gzip");
  }

  /** This answer, which tells when it has been sent. */
  Answer tells(Listener newListener) {
    return new Answer(status, headers, body, length, newListener);
  }

  int status() {
    return status;
  }

  /**
   * Writes the answer.
   *
   * @param connection the value of the header {@code Connection}; {@code null} for none
   * @param isHead whether the body stays behind
   */
  void write(OutputStream out, @Nullable String connection, boolean isHead) throws IOException {
    byte[] head = head(connection).getBytes(StandardCharsets.ISO_8859_1);
    int rest = isHead ? 0 : length;
    byte[] first = new byte[Math.min(head.length + rest, Math.max(FIRST_WRITE, head.length))];
    System.arraycopy(head, 0, first, 0, head.length);
    int sent = first.length - head.length;
    System.arraycopy(body, 0, first, head.length, sent);
    out.write(first);
    out.write(body, sent, rest - sent);
    out.flush();
  }

  private String head(@Nullable String connection) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason()).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (connection != null) {
      head.append("Connection: ").append(connection).append("\r\n");
    }
    return head.append("Content-Length: ")
        .append(length)
        .append("\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n")
        .toString();
  }

  /** HTTP wants a word; clients read the number. */
  private String reason() {
    switch (status / 100) {
      case 2:
        return "OK";
      case 4:
        return status == 404 ? "Not Found" : "Refused";
      default:
        return "Unavailable";
    }
  }

  /** The answer has left, or the connection was lost. */
  void sent(boolean taken) {
    if (listener != null) {
      listener.sent(taken);
    }
  }
}
