package io.deploytelemetry.agent.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gets pages whole, within a time, by the JDK's client: there is no application in this process
 * whose cookies, passwords and proxies it could meet.
 */
final class WebClient {

  private final int timeoutMillis;
  private final String authorization;
  private final @Nullable SSLSocketFactory trusted;
  private final boolean isNameChecked;

  /**
   * Makes a client.
   *
   * @param authorization the header of that name, {@code ""} for none
   * @param authority a PEM file with the certificates to trust; {@code null} for those of the JDK
   * @param isNameChecked whether a certificate must be for the host; not if it is the very one that
   *     was expected
   */
  WebClient(
      int timeoutMillis, String authorization, @Nullable File authority, boolean isNameChecked)
      throws CommandException {
    this.timeoutMillis = timeoutMillis;
    this.authorization = authorization;
    this.trusted = authority == null ? null : trusting(authority);
    this.isNameChecked = isNameChecked;
  }

  /**
   * Gets a page.
   *
   * @throws IOException if there is no answer in time
   */
  Reply get(URL url) throws IOException {
    try {
      return InTime.call(timeoutMillis, () -> exchange(url));
    } catch (TimeoutException late) {
      throw new SocketTimeoutException("not within " + timeoutMillis + " ms");
    } catch (CommandException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Reply exchange(URL url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    connection.setInstanceFollowRedirects(false); // what a proxy says instead is no answer
    connection.setRequestProperty("Accept", "text/plain;version=0.0.4, */*;q=0.5");
    connection.setRequestProperty("Connection", "close");
    if (!authorization.isEmpty()) {
      connection.setRequestProperty("Authorization", authorization);
    }
    if (connection instanceof HttpsURLConnection) {
      secure((HttpsURLConnection) connection);
    }
    try {
      int status = connection.getResponseCode();
      InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      return new Reply(status, body == null ? "" : read(body));
    } finally {
      connection.disconnect();
    }
  }

  private void secure(HttpsURLConnection connection) {
    if (trusted != null) {
      connection.setSSLSocketFactory(trusted);
    }
    if (!isNameChecked) {
      connection.setHostnameVerifier((host, session) -> true);
    }
  }

  private static String read(InputStream body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      out.write(buffer, 0, read);
    }
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static SSLSocketFactory trusting(File authority) throws CommandException {
    try (InputStream in = Files.newInputStream(authority.toPath())) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("certificate" + store.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new CommandException(
          "no certificates can be read from "
              + authority
              + " ("
              + unreadable
              + "). Name a PEM file");
    }
  }
}
