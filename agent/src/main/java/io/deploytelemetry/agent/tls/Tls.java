package io.deploytelemetry.agent.tls;

import io.deploytelemetry.agent.files.FromFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Encrypts connections, with what the files hold now. Without a key no connection is served, and
 * none is ever served in the clear.
 *
 * <p>Threads: those of the connections.
 */
public final class Tls {

  private final TlsOptions options;
  private final FromFiles<SSLContext> context;

  public Tls(TlsOptions options, FromFiles.Reloads reloads) {
    this.options = options;
    this.context =
        new FromFiles<>(
            new TlsRecipe(options), "no connection is served until that is right", reloads);
  }

  /** Says what can be seen to be wrong at the start. */
  public void check() {
    context.check();
  }

  /**
   * Encrypts a connection.
   *
   * @param first the byte that has been read from it
   * @throws IOException if there is no key to do it with
   */
  public SSLSocket layer(Socket socket, int first) throws IOException {
    SSLContext current = context.get();
    if (current == null) {
      throw new IOException("there is no key");
    }
    ByteArrayInputStream consumed = new ByteArrayInputStream(new byte[] {(byte) first});
    SSLSocket secure = (SSLSocket) current.getSocketFactory().createSocket(socket, consumed, true);
    secure.setUseClientMode(false);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setProtocols(protocols(secure));
    parameters.setUseCipherSuitesOrder(true);
    if (options.asksClient() && options.isClientNeeded()) {
      parameters.setNeedClientAuth(true);
    } else if (options.asksClient()) {
      parameters.setWantClientAuth(true);
    }
    secure.setSSLParameters(parameters);
    return secure;
  }

  /** Whether the peer has shown a certificate, which then has been checked. */
  public boolean isCertified(SSLSocket secure) {
    try {
      return options.asksClient() && secure.getSession().getPeerCertificates().length > 0;
    } catch (SSLException none) {
      return false;
    }
  }

  private static String[] protocols(SSLSocket secure) {
    List<String> protocols = new ArrayList<>();
    for (String protocol : secure.getSupportedProtocols()) {
      if (protocol.equals("TLSv1.3") || protocol.equals("TLSv1.2")) {
        protocols.add(protocol);
      }
    }
    return protocols.toArray(new String[0]);
  }
}
