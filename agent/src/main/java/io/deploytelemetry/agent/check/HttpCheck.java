package io.deploytelemetry.agent.check;

import io.deploytelemetry.agent.config.DeclaredCheck;
import io.deploytelemetry.agent.health.OwnCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Whether a URL answers as expected: {@code http: https://repo.acme.com/health}. A socket of its
 * own, because the JDK's client would send and store the application's cookies, and its passwords.
 * Certificates are those that the JVM trusts; redirections are answers, too.
 */
final class HttpCheck implements OwnCheck.Work {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final URL url;
  private final String status;
  private final int timeoutMillis;

  HttpCheck(DeclaredCheck declared) {
    this.url = declared.url();
    this.status = declared.text("status", "200");
    this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, declared.schedule().timeoutMillis());
  }

  @Override
  public void run() throws IOException, GeneralSecurityException, OwnCheck.FailedException {
    boolean isSecure = url.getProtocol().equals("https");
    int usual = isSecure ? HTTPS : HTTP;
    int port = url.getPort() > 0 ? url.getPort() : usual;
    String host = port == usual ? url.getHost() : url.getHost() + ":" + port;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), port), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      if (isSecure) {
        try (Socket secure = secure(socket, port)) {
          ask(secure, host);
        }
      } else {
        ask(socket, host);
      }
    }
  }

  private Socket secure(Socket socket, int port) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, url.getHost(), port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    return secure;
  }

  private void ask(Socket socket, String host) throws IOException, OwnCheck.FailedException {
    String path = url.getFile().startsWith("/") ? url.getFile() : "/" + url.getFile();
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nUser-Agent: deployment-telemetry\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    BufferedReader answer =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 256);
    String line = answer.readLine();
    String[] words = line == null ? new String[0] : line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/")) {
      throw new OwnCheck.FailedException("what answers does not speak HTTP");
    }
    if (!words[1].equals(status)) {
      throw new OwnCheck.FailedException("answers " + words[1] + ", not " + status);
    }
  }
}
