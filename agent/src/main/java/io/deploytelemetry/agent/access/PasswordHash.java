package io.deploytelemetry.agent.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** What a password is compared with: {@code pbkdf2-sha256:iterations:salt:hash}. Immutable. */
public final class PasswordHash {

  private static final String ALGORITHM = "pbkdf2-sha256";

  /** A second or two of a processor: more would be a mistake in writing. */
  public static final int MOST_ITERATIONS = 10_000_000;

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * The hash of a password, with a salt of its own.
   *
   * @param password not empty
   */
  public static PasswordHash make(String password, int iterations) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(iterations, salt, hash(password, iterations, salt, 32));
  }

  /** Reads a hash; {@code null} if it is malformed. */
  static @Nullable PasswordHash parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(ALGORITHM) || !parts[1].matches("[0-9]{1,8}")) {
      return null;
    }
    int iterations = Integer.parseInt(parts[1]);
    try {
      byte[] salt = Base64.getDecoder().decode(parts[2]);
      byte[] hash = Base64.getDecoder().decode(parts[3]);
      boolean isRight =
          iterations > 0
              && iterations <= MOST_ITERATIONS
              && salt.length >= 8
              && hash.length >= 16
              && hash.length <= 64;
      return isRight ? new PasswordHash(iterations, salt, hash) : null;
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }

  /** Whether a password is the one; takes as long as it is meant to. */
  boolean isOf(String password) {
    if (password.isEmpty()) {
      return false; // which PBEKeySpec would not hash
    }
    return MessageDigest.isEqual(hash(password, iterations, salt, hash.length), hash);
  }

  private static byte[] hash(String password, int iterations, byte[] salt, int length) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 8 * length);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    } finally {
      spec.clearPassword();
    }
  }

  /** Whether another one, perhaps read from a file later, says the same. */
  boolean isSame(@Nullable PasswordHash other) {
    return other != null
        && iterations == other.iterations
        && Arrays.equals(salt, other.salt)
        && Arrays.equals(hash, other.hash);
  }

  /** As it stands in a file. */
  @Override
  public String toString() {
    Base64.Encoder encoder = Base64.getEncoder();
    return ALGORITHM
        + ":"
        + iterations
        + ":"
        + encoder.encodeToString(salt)
        + ":"
        + encoder.encodeToString(hash);
  }
}
