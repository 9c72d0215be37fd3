package io.deploytelemetry.agent.tls;

import io.deploytelemetry.agent.files.BrokenFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What stands between a BEGIN and an END line of a PEM file. Immutable. */
final class PemBlock {

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String type;
  private final byte[] bytes;

  private PemBlock(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * Reads the blocks of a file; what stands outside of them is for people.
   *
   * @param name the file's, for messages
   */
  static List<PemBlock> parse(String name, byte[] content) throws BrokenFileException {
    List<PemBlock> blocks = new ArrayList<>();
    String type = null;
    StringBuilder base64 = new StringBuilder();
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\r?\n", -1)) {
      String trimmed = line.trim();
      if (trimmed.startsWith(BEGIN) && trimmed.endsWith(DASHES)) {
        type = trimmed.substring(BEGIN.length(), trimmed.length() - DASHES.length());
        base64.setLength(0);
      } else if (type != null && trimmed.equals(END + type + DASHES)) {
        blocks.add(new PemBlock(type, decode(name, type, base64.toString())));
        type = null;
      } else {
        base64.append(trimmed);
      }
    }
    if (type != null) {
      throw new BrokenFileException(name + " is cut off: its " + type + " has no END line");
    }
    if (blocks.isEmpty()) {
      throw new BrokenFileException(
          name + " is no PEM file: it has no line that begins " + BEGIN.trim());
    }
    return blocks;
  }

  private static byte[] decode(String name, String type, String base64) throws BrokenFileException {
    if (base64.startsWith("Proc-Type:")) {
      return new byte[0]; // of a key that is encrypted the way of old, which is refused by its type
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new BrokenFileException(name + " is damaged: its " + type + " is no base64", malformed);
    }
  }

  /** As in the file: {@code CERTIFICATE}, {@code PRIVATE KEY}. */
  String type() {
    return type;
  }

  byte[] bytes() {
    return bytes;
  }
}
