package io.deploytelemetry.agent.tls;

import io.deploytelemetry.agent.files.BrokenFileException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a private key in the one format that Java knows, and says how to come there from others.
 */
final class PemKey {

  private static final List<String> ALGORITHMS = Arrays.asList("RSA", "EC", "Ed25519", "Ed448");

  private PemKey() {}

  /**
   * The key of a PEM file.
   *
   * @param name the file's, for messages
   */
  static PrivateKey read(String name, byte[] content) throws BrokenFileException {
    for (PemBlock block : PemBlock.parse(name, content)) {
      if (block.type().equals("PRIVATE KEY")) {
        return key(name, block.bytes());
      }
      if (block.type().endsWith("PRIVATE KEY")) {
        throw new BrokenFileException(
            name
                + " holds an "
                + block.type()
                + (block.type().startsWith("ENC") ? "" : ", which is not PKCS#8")
                + ". Convert it: openssl pkcs8 -topk8 -nocrypt -in "
                + name
                + " -out key.pem");
      }
    }
    throw new BrokenFileException(name + " holds no private key");
  }

  private static PrivateKey key(String name, byte[] der) throws BrokenFileException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException another) {
        // it is of the next kind
      }
    }
    throw new BrokenFileException(
        name + " holds a key of none of the kinds " + String.join(", ", ALGORITHMS));
  }

  /** Whether a key is that of a certificate: what it signs the other one accepts. */
  static boolean isPair(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
    String algorithm = key.getAlgorithm();
    String signatures =
        algorithm.equals("RSA")
            ? "SHA256withRSA"
            : algorithm.equals("EC") ? "SHA256withECDSA" : algorithm;
    boolean isSameKind =
        certified.getAlgorithm().equals(algorithm) || !signatures.startsWith("SHA256");
    if (!isSameKind) {
      return false;
    }
    byte[] text = {1, 2, 3};
    Signature signature = Signature.getInstance(signatures);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(text);
    return signature.verify(signed);
  }
}
