package io.deploytelemetry.agent.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a server answers: the status, and as much of the text as helps to understand it. Immutable.
 */
public final class ClientAnswer {

  /** What is read of an answer at most. */
  static final int MOST_BYTES = 4096;

  private static final String END_OF_HEAD = "\r\n\r\n";

  private final int status;
  private final String text;

  private ClientAnswer(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** Whether the server did what it was asked for. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The beginning of the text, in one line; {@code ""} where the server tells no length of it. */
  public String text() {
    return text;
  }

  /** Whether the status and all of the text have been read, so that more need not be awaited. */
  static boolean isWhole(byte[] read, int length) {
    String answer = new String(read, 0, length, StandardCharsets.ISO_8859_1);
    int head = answer.indexOf(END_OF_HEAD);
    return length == read.length
        || (head >= 0 && length - head - END_OF_HEAD.length() >= textLength(answer, head));
  }

  /** Reads an answer; an {@code IOException} says that there is none of HTTP/1. */
  static ClientAnswer parse(byte[] read) throws IOException {
    String answer = new String(read, StandardCharsets.ISO_8859_1);
    int head = answer.indexOf(END_OF_HEAD);
    if (!answer.matches("(?s)HTTP/1\\.\\d \\d{3}[ \r].*")) {
      throw new IOException("what answers does not speak HTTP");
    }
    boolean hasText = head >= 0 && textLength(answer, head) > 0;
    String text =
        hasText
            ? new String(
                read,
                head + END_OF_HEAD.length(),
                read.length - head - END_OF_HEAD.length(),
                StandardCharsets.UTF_8)
            : "";
    int status = Integer.parseInt(answer.substring(9, 12));
    return new ClientAnswer(status, text.replaceAll("\\s+", " ").trim());
  }

  private static int textLength(String answer, int endOfHead) {
    for (String line : answer.substring(0, endOfHead).split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        String length = line.substring(15).trim();
        return length.matches("\\d{1,9}") ? Integer.parseInt(length) : 0;
      }
    }
    return 0;
  }
}
