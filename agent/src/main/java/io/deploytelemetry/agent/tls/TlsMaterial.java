package io.deploytelemetry.agent.tls;

import io.deploytelemetry.agent.files.BrokenFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The contents of the files that TLS is made of. Immutable. */
final class TlsMaterial {

  private static final char[] NO_PASSWORD = {};

  /** Enough for the probes and scrapers of one JVM; the JDK would keep 20,480. */
  private static final int SESSIONS = 256;

  private final TlsOptions options;
  private final Map<String, byte[]> contents;

  TlsMaterial(TlsOptions options, Map<String, byte[]> contents) {
    this.options = options;
    this.contents = contents;
  }

  /** Reads no certificate: that would initialise {@code java.util.logging} in the application. */
  void check() throws BrokenFileException {
    if (options.keystore().isEmpty()) {
      PemBlock.parse(options.certificate(), content(options.certificate()));
      PemKey.read(options.key(), content(options.key()));
    }
    if (!options.clientCa().isEmpty()) {
      PemBlock.parse(options.clientCa(), content(options.clientCa()));
    }
  }

  /** What connections are encrypted with. */
  SSLContext context() throws BrokenFileException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), options.clientCa().isEmpty() ? null : trustManagers(), null);
      context.getServerSessionContext().setSessionCacheSize(SESSIONS);
      return context;
    } catch (GeneralSecurityException | IOException unusable) {
      throw new BrokenFileException(String.join(", ", options.files()) + ": " + unusable, unusable);
    }
  }

  private KeyManager[] keyManagers()
      throws GeneralSecurityException, IOException, BrokenFileException {
    boolean isPem = options.keystore().isEmpty();
    char[] password = isPem ? NO_PASSWORD : options.password().toCharArray();
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(isPem ? pemKeys() : keystore(password), password);
    return factory.getKeyManagers();
  }

  private KeyStore pemKeys() throws GeneralSecurityException, IOException, BrokenFileException {
    List<Certificate> chain = certificates(options.certificate());
    PrivateKey key = PemKey.read(options.key(), content(options.key()));
    if (!PemKey.isPair(key, chain.get(0).getPublicKey())) {
      throw new BrokenFileException(
          options.key() + " is not the key of the first certificate in " + options.certificate());
    }
    KeyStore keys = empty();
    keys.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    return keys;
  }

  /** The type is in the first bytes: a JKS has a number there, PKCS#12 a DER sequence. */
  private KeyStore keystore(char[] password)
      throws GeneralSecurityException, IOException, BrokenFileException {
    byte[] content = content(options.keystore());
    if (content.length < 4) {
      throw new BrokenFileException(options.keystore() + " is no keystore");
    }
    int first = content[0] & 0xFF;
    KeyStore keys =
        KeyStore.getInstance(first == 0xFE ? "JKS" : first == 0xCE ? "JCEKS" : "PKCS12");
    keys.load(new ByteArrayInputStream(content), password);
    return keys;
  }

  private TrustManager[] trustManagers()
      throws GeneralSecurityException, IOException, BrokenFileException {
    KeyStore trusted = empty();
    for (Certificate authority : certificates(options.clientCa())) {
      trusted.setCertificateEntry("client-ca-" + trusted.size(), authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private List<Certificate> certificates(String file)
      throws GeneralSecurityException, BrokenFileException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    for (PemBlock block : PemBlock.parse(file, content(file))) {
      if (block.type().endsWith("CERTIFICATE")) {
        certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
      }
    }
    if (certificates.isEmpty()) {
      throw new BrokenFileException(file + " holds no certificate");
    }
    return certificates;
  }

  private byte[] content(String file) {
    byte[] content = contents.get(file);
    return content == null ? new byte[0] : content;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    return keys;
  }
}
