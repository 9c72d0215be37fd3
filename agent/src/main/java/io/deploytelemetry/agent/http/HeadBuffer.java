package io.deploytelemetry.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes that have come on a connection and have not been used: one head, or the beginning of
 * it, and what a client has sent behind it already. Never more than the longest head that is read.
 */
final class HeadBuffer {

  /** As much as most servers read; what scrapers and probes send is below 1 KiB. */
  private static final int LONGEST_HEAD = 8_192;

  private static final int USUAL_HEAD = 1_024;

  private byte[] bytes = new byte[USUAL_HEAD];
  private int end;

  /** What has been looked through for the empty line. */
  private int searched;

  boolean isEmpty() {
    return end == 0;
  }

  /** Waits for more bytes; {@code false} if there will be none. */
  boolean fill(InputStream in) throws IOException {
    if (end == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, LONGEST_HEAD));
    }
    int read = in.read(bytes, end, bytes.length - end);
    end += Math.max(read, 0);
    return read > 0;
  }

  /**
   * The length of the first head with its empty line; -1 if it has not come whole.
   *
   * @throws BadRequestException if it is longer than heads may be
   */
  int headLength() throws BadRequestException {
    skipEmptyLines();
    while (searched < end) {
      if (bytes[searched] == '\n' && isEmptyLineAt(searched)) {
        return searched + 1;
      }
      searched++;
    }
    if (end == LONGEST_HEAD) {
      throw indexOfLineEnd() < 0
          ? new BadRequestException(414, "The first line is longer than is read.")
          : new BadRequestException(431, "The headers are longer than is read.");
    }
    return -1;
  }

  /** Some clients of old end a request with one line end too many. */
  private void skipEmptyLines() {
    int empty = 0;
    while (searched == 0 && empty < end && (bytes[empty] == '\r' || bytes[empty] == '\n')) {
      empty++;
    }
    remove(empty);
  }

  private boolean isEmptyLineAt(int lineEnd) {
    int before = lineEnd > 0 && bytes[lineEnd - 1] == '\r' ? lineEnd - 2 : lineEnd - 1;
    return before >= 0 && bytes[before] == '\n';
  }

  private int indexOfLineEnd() {
    int index = end - 1;
    while (index >= 0 && bytes[index] != '\n') {
      index--;
    }
    return index;
  }

  /** Takes a head out. */
  byte[] take(int length) {
    byte[] head = Arrays.copyOf(bytes, length);
    remove(length);
    searched = 0;
    return head;
  }

  private void remove(int length) {
    if (length > 0) {
      System.arraycopy(bytes, length, bytes, 0, end - length);
      end -= length;
    }
  }
}
