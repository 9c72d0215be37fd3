package io.deploytelemetry.agent.tls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the key, the certificates and the clients' authorities are. Immutable. */
public final class TlsOptions {

  private final String certificate;
  private final String key;
  private final String keystore;
  private final String password;
  private final String clientCa;
  private final boolean isClientNeeded;

  /**
   * All are names of files, {@code ""} for none, but these:
   *
   * @param password that of the keystore and its key
   * @param isClientNeeded whether a client without a certificate is refused
   */
  public TlsOptions(
      String certificate,
      String key,
      String keystore,
      String password,
      String clientCa,
      boolean isClientNeeded) {
    this.certificate = certificate;
    this.key = key;
    this.keystore = keystore;
    this.password = password;
    this.clientCa = clientCa;
    this.isClientNeeded = isClientNeeded;
  }

  /** Whether anything asks for TLS. */
  public boolean isOn() {
    return !files().isEmpty();
  }

  /** What is contradictory or missing; {@code null} if nothing is. */
  @Nullable String problem() {
    if (!keystore.isEmpty() && !(certificate + key).isEmpty()) {
      return "tls.keystore and tls.certificate exclude each other. Name one of them";
    }
    if (keystore.isEmpty() && (certificate.isEmpty() || key.isEmpty())) {
      return "TLS needs a key and a certificate. Name them with tls.certificate and tls.key, or"
          + " with tls.keystore";
    }
    return null;
  }

  List<String> files() {
    List<String> files = new ArrayList<>();
    for (String file : new String[] {certificate, key, keystore, clientCa}) {
      if (!file.isEmpty()) {
        files.add(file);
      }
    }
    return files;
  }

  String certificate() {
    return certificate;
  }

  String key() {
    return key;
  }

  String keystore() {
    return keystore;
  }

  String password() {
    return password;
  }

  String clientCa() {
    return clientCa;
  }

  /** Whether clients are asked for a certificate. */
  boolean asksClient() {
    return !clientCa.isEmpty();
  }

  boolean isClientNeeded() {
    return isClientNeeded;
  }
}
