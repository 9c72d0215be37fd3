package io.deploytelemetry.agent.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A request over HTTP/1.1 on a connection of its own. Not the JDK's client: that would send and
 * store the application's cookies, ask the application for passwords and proxies, and keep
 * connections and their threads. Certificates are those that the JVM trusts; redirections are
 * answers, too.
 */
public final class ClientRequest {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final URL url;
  private final StringBuilder head = new StringBuilder();
  private byte[] body = new byte[0];
  private volatile @Nullable Socket connection;

  /** Makes a request for a URL of {@code http} or {@code https}. */
  public ClientRequest(String method, URL url) {
    this.url = url;
    String path = url.getFile().startsWith("/") ? url.getFile() : "/" + url.getFile();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    with("Host", port() == usualPort() ? url.getHost() : url.getHost() + ":" + port());
    with("User-Agent", "deployment-telemetry");
    with("Accept", "*/*");
    with("Connection", "close");
  }

  /** Adds a header. */
  public ClientRequest with(String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  /** Gives it a body. */
  public ClientRequest body(String type, byte[] newBody) {
    body = newBody;
    return with("Content-Type", type).with("Content-Length", String.valueOf(newBody.length));
  }

  /**
   * Sends the request and reads the beginning of the answer.
   *
   * @param timeoutMillis for all of it, but for looking up a name
   */
  public ClientAnswer send(int timeoutMillis) throws IOException {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
    try (Socket socket = new Socket()) {
      connection = socket;
      socket.connect(new InetSocketAddress(url.getHost(), port()), timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      if (!isSecure()) {
        return exchange(socket, deadline);
      }
      try (Socket secure = secure(socket)) {
        return exchange(secure, deadline);
      }
    }
  }

  /** Ends a request that another thread has sent, and that would hang where no timeout reaches. */
  public void abort() {
    Socket socket = connection;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException closed) {
        // it is what was wanted
      }
    }
  }

  private boolean isSecure() {
    return url.getProtocol().equals("https");
  }

  private int usualPort() {
    return isSecure() ? HTTPS : HTTP;
  }

  private int port() {
    return url.getPort() > 0 ? url.getPort() : usualPort();
  }

  private Socket secure(Socket socket) throws IOException {
    SSLContext context;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
    } catch (GeneralSecurityException unavailable) {
      throw new IOException("this JVM has no TLS: " + unavailable, unavailable);
    }
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, url.getHost(), port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    return secure;
  }

  private ClientAnswer exchange(Socket socket, long deadline) throws IOException {
    byte[] start = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream request = new ByteArrayOutputStream(start.length + body.length);
    request.write(start, 0, start.length);
    request.write(body, 0, body.length);
    request.writeTo(socket.getOutputStream());
    socket.getOutputStream().flush();
    return ClientAnswer.parse(beginning(socket, deadline));
  }

  private static byte[] beginning(Socket socket, long deadline) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] read = new byte[ClientAnswer.MOST_BYTES];
    int length = 0;
    int more = 0;
    while (more >= 0 && !ClientAnswer.isWhole(read, length)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("the answer does not end");
      }
      socket.setSoTimeout((int) left);
      more = in.read(read, length, read.length - length);
      length += Math.max(0, more);
    }
    return Arrays.copyOf(read, length);
  }
}
