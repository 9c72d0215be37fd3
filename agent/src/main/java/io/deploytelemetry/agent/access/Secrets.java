package io.deploytelemetry.agent.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Digests that stand for secrets: keyed by a random key of this process, so that they tell nothing
 * outside of it, and compared in constant time.
 */
final class Secrets {

  private static final String ALGORITHM = "HmacSHA256";

  /**
   * Made by the first digest: an agent that asks nobody for a secret leaves the JDK's security
   * providers, whose choice is the application's, as they are.
   */
  private static final class Key {

    private static final SecretKeySpec RANDOM = random();

    private static SecretKeySpec random() {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      return new SecretKeySpec(random, ALGORITHM);
    }
  }

  byte[] digest(String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(Key.RANDOM);
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  boolean isSame(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}
