package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A key and its certificate, which it has signed itself: as the PKCS#12 file that keytool makes,
 * and as PEM files.
 */
public record Identity(Path keystore, Path certificate, Path key) {

  /** Of the keystore and the key in it. */
  public static final String PASSWORD = "changeit";

  /** Makes one for a name that also stands for this machine. */
  public static Identity make(Path directory, String name, String algorithm) {
    Path keystore = directory.resolve(name + ".p12");
    try {
      Files.deleteIfExists(keystore);
      run(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              "it",
              "-keyalg",
              algorithm,
              "-storetype",
              "PKCS12",
              "-keystore",
              keystore.toString(),
              "-storepass",
              PASSWORD,
              "-dname",
              "CN=" + name,
              "-ext",
              "SAN=dns:localhost,ip:127.0.0.1",
              "-validity",
              "2"));
      KeyStore keys = load(keystore);
      Key key = keys.getKey("it", PASSWORD.toCharArray());
      return new Identity(
          keystore,
          pem(directory.resolve(name + ".pem"), "CERTIFICATE", certificate(keys)),
          pem(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("no certificate could be made", e);
    }
  }

  /** What a client or a server shows. */
  public KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(load(keystore), PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }

  /**
   * Moves the PEM files of this identity to where another one's are, as an operator replaces them.
   */
  public void replace(Identity other) throws IOException {
    Files.copy(certificate, other.certificate, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.copy(key, other.key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] certificate(KeyStore keys) throws GeneralSecurityException {
    return keys.getCertificate("it").getEncoded();
  }

  private static KeyStore load(Path keystore) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static Path pem(Path file, String type, byte[] der) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n");
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
