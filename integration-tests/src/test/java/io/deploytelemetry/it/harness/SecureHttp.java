package io.deploytelemetry.it.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that speaks TLS with a server on this machine, and notes whose certificates it saw. */
public final class SecureHttp {

  private final Set<String> seen = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private final HttpClient client;

  private SecureHttp(HttpClient.Builder client, Identity shown, String... protocols)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        shown == null ? null : shown.keyManagers(),
        new TrustManager[] {new Everybody(seen)},
        new SecureRandom());
    SSLParameters parameters = context.getDefaultSSLParameters();
    if (protocols.length > 0) {
      parameters.setProtocols(protocols);
    }
    this.client =
        client
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .sslContext(context)
            .sslParameters(parameters)
            .build();
  }

  /** Shows no certificate. */
  public static SecureHttp anonymous(String... protocols)
      throws GeneralSecurityException, IOException {
    return new SecureHttp(HttpClient.newBuilder(), null, protocols);
  }

  /** Shows a certificate if it is asked for one. */
  public static SecureHttp showing(Identity identity) throws GeneralSecurityException, IOException {
    return new SecureHttp(HttpClient.newBuilder(), identity);
  }

  /** Gets a page; headers are names and values in turn. */
  public Reply get(int port, String path, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Reply(client.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The names in the certificates that servers have shown, such as {@code CN=server}. */
  public Set<String> seen() {
    return seen;
  }

  private record Everybody(Set<String> seen) implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new AssertionError("this is a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen.add(chain[0].getSubjectX500Principal().getName());
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
