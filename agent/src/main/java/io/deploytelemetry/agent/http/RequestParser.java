package io.deploytelemetry.agent.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the head of a request, strictly: what two programs could understand differently is refused.
 * That is all of RFC 9112 that a server needs which takes no bodies.
 */
final class RequestParser {

  private static final int MOST_HEADERS = 64;

  private final Map<String, List<String>> headers = new HashMap<>();

  private int count;

  private RequestParser() {}

  /**
   * Reads a head.
   *
   * @param bytes the head with its empty line
   * @throws BadRequestException if it is malformed; says what to answer
   */
  static Request parse(byte[] bytes, Peer peer) throws BadRequestException {
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    RequestParser parser = new RequestParser();
    int end = head.indexOf('\n');
    String first = line(head, 0, end);
    for (int begin = end + 1; begin < head.length(); begin = end + 1) {
      end = head.indexOf('\n', begin);
      String line = line(head, begin, end);
      if (!line.isEmpty()) {
        parser.addHeader(line);
      }
    }
    return parser.request(first, peer);
  }

  /** A line without its end, which is LF or CR LF. */
  private static String line(String head, int begin, int end) {
    return head.substring(begin, end > begin && head.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  private void addHeader(String line) throws BadRequestException {
    count++;
    if (count > MOST_HEADERS) {
      throw new BadRequestException(431, "More than " + MOST_HEADERS + " headers are not read.");
    }
    int colon = line.indexOf(':');
    if (!isToken(line.substring(0, Math.max(colon, 0)))) {
      throw new BadRequestException(400, "A header has no name, or is folded.");
    }
    for (int i = colon; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127) {
        throw new BadRequestException(400, "A header has a control character.");
      }
    }
    headers
        .computeIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), unused -> new ArrayList<>())
        .add(line.substring(colon + 1).trim());
  }

  private Request request(String line, Peer peer) throws BadRequestException {
    int methodEnd = line.indexOf(' ');
    int targetEnd = line.indexOf(' ', methodEnd + 1);
    if (methodEnd < 1 || targetEnd < 0 || !isToken(line.substring(0, methodEnd))) {
      throw new BadRequestException(400, "The first line is no request.");
    }
    boolean isHttp10 = isHttp10(line.substring(targetEnd + 1));
    Target target = Target.parse(line.substring(methodEnd + 1, targetEnd));
    List<String> hosts = headers.getOrDefault("host", new ArrayList<>());
    if (hosts.size() > 1 || (hosts.isEmpty() && !isHttp10)) {
      throw new BadRequestException(400, "A request has one header Host.");
    }
    return new Request(
        line.substring(0, methodEnd), target, isHttp10, headers, hasBody(isHttp10), peer);
  }

  private static boolean isHttp10(String version) throws BadRequestException {
    if (!version.matches("HTTP/[0-9]\\.[0-9]")) {
      throw new BadRequestException(400, "The first line is no request.");
    }
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      throw new BadRequestException(505, "HTTP/1.1 and HTTP/1.0 are served.");
    }
    return version.equals("HTTP/1.0");
  }

  private boolean hasBody(boolean isHttp10) throws BadRequestException {
    List<String> lengths = headers.getOrDefault("content-length", new ArrayList<>());
    boolean isChunked = headers.containsKey("transfer-encoding");
    if (lengths.size() + (isChunked ? 1 : 0) > 1 || (isChunked && isHttp10)) {
      throw new BadRequestException(400, "The length of the body can be read in two ways.");
    }
    if (lengths.isEmpty()) {
      return isChunked;
    }
    if (!lengths.get(0).matches("[0-9]{1,18}")) {
      throw new BadRequestException(400, "Content-Length is no number.");
    }
    return Long.parseLong(lengths.get(0)) > 0;
  }

  private static boolean isToken(String text) {
    boolean isToken = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      isToken &= c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
    return isToken;
  }
}
