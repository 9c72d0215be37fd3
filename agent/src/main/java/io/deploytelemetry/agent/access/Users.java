package io.deploytelemetry.agent.access;

import io.deploytelemetry.agent.files.BrokenFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may come in with which password. Immutable. */
final class Users {

  private final Map<String, PasswordHash> byName;
  private final PasswordHash any;

  private Users(Map<String, PasswordHash> byName, PasswordHash any) {
    this.byName = byName;
    this.any = any;
  }

  /** Reads the value of {@code auth.users}. */
  static Users ofOption(String text) throws BrokenFileException {
    return parse("auth.users", text.split(",", -1));
  }

  /**
   * Reads lines, of which empty ones and those that begin with {@code #} do not count.
   *
   * @param source where they stand, for a message, which never shows a line
   */
  static Users parse(String source, String[] lines) throws BrokenFileException {
    Map<String, PasswordHash> byName = new LinkedHashMap<>();
    PasswordHash any = null;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].trim();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      PasswordHash hash = colon < 1 ? null : PasswordHash.parse(line.substring(colon + 1));
      if (hash == null) {
        throw new BrokenFileException(
            source
                + ":"
                + (i + 1)
                + " is not user:pbkdf2-sha256:iterations:salt:hash with salt and hash in base64."
                + " java -jar telemetry.jar hash-password makes such a line");
      }
      byName.put(line.substring(0, colon), hash);
      any = hash;
    }
    if (any == null) {
      throw new BrokenFileException(source + " names no user");
    }
    return new Users(byName, any);
  }

  /** The hash of a user's password; {@code null} if there is no such user. */
  @Nullable PasswordHash hash(String name) {
    return byName.get(name);
  }

  /**
   * Whether a name and a password belong together. For a name that there is not it takes as long,
   * so that names cannot be guessed.
   */
  boolean know(String name, String password) {
    PasswordHash hash = byName.get(name);
    boolean isRight = (hash == null ? any : hash).isOf(password);
    return isRight && hash != null;
  }
}
