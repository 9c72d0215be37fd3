package io.deploytelemetry.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request: {@code /path?query}, or the same behind {@code http://host}. Immutable.
 */
final class Target {

  private final @Nullable String authority;
  private final String path;
  private final @Nullable String query;

  private Target(@Nullable String authority, String path, @Nullable String query) {
    this.authority = authority;
    this.path = path;
    this.query = query;
  }

  static Target parse(String text) throws BadRequestException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127 || c == '#') {
        throw new BadRequestException(400, "The target has a character that must be encoded.");
      }
    }
    String authority = null;
    String rest = text;
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      int begin = text.indexOf("//") + 2;
      int end = endOfAuthority(text, begin);
      authority = text.substring(begin, end);
      rest = text.startsWith("/", end) ? text.substring(end) : "/" + text.substring(end);
      if (authority.isEmpty() || authority.indexOf('@') >= 0) {
        throw new BadRequestException(400, "The target names no host.");
      }
    } else if (!text.startsWith("/")) {
      throw new BadRequestException(400, "The target is no path.");
    }
    int question = rest.indexOf('?');
    String query = question < 0 ? null : rest.substring(question + 1);
    if (query != null) {
      decode(query);
    }
    return new Target(authority, path(question < 0 ? rest : rest.substring(0, question)), query);
  }

  private static int endOfAuthority(String text, int begin) {
    int end = begin;
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
      end++;
    }
    return end;
  }

  private static String path(String encoded) throws BadRequestException {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    String path;
    try {
      path = StandardCharsets.UTF_8.newDecoder().decode(decode(encoded)).toString();
    } catch (CharacterCodingException malformed) {
      throw new BadRequestException(400, "The path is not UTF-8.");
    }
    for (int i = 0; i < path.length(); i++) {
      if (Character.isISOControl(path.charAt(i))) {
        throw new BadRequestException(400, "The path has a control character.");
      }
    }
    return path;
  }

  /** The bytes of a text of ASCII whose percent signs are resolved. */
  private static ByteBuffer decode(String text) throws BadRequestException {
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.put((byte) (digit(text, i + 1) << 4 | digit(text, i + 2)));
        i += 2;
      } else {
        bytes.put((byte) c);
      }
    }
    bytes.flip();
    return bytes;
  }

  private static int digit(String text, int index) throws BadRequestException {
    int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    if (digit < 0) {
      throw new BadRequestException(400, "The target has a percent sign without two digits.");
    }
    return digit;
  }

  /** The host, and perhaps port, of a target that names one. */
  @Nullable String authority() {
    return authority;
  }

  String path() {
    return path;
  }

  @Nullable String query() {
    return query;
  }
}
