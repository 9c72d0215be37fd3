package io.deploytelemetry.it.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes as they are, well-formed or not. */
public final class Wire implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Socket socket = new Socket();

  /** Connects to a port of this machine. */
  public Wire(int port) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
  }

  /** Shortens the time after which reading fails. */
  public Wire waitAtMost(int millis) throws SocketException {
    socket.setSoTimeout(millis);
    return this;
  }

  /** Sends bytes; a server that has closed already is no failure. */
  public Wire send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException closed) {
      // it has, and may have said why
    }
    return this;
  }

  public Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says that nothing more will be sent. */
  public Wire end() throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException closed) {
      // then it knows
    }
    return this;
  }

  /** All that the server sends until it closes the connection; fails if it does not. */
  public String readAll() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(read);
    } catch (SocketException reset) {
      // what came before is what there is
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  /** Waits for the first bytes of an answer; {@code ""} if the server has closed instead. */
  public String readSome() throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[65_536];
    try {
      int read = in.read(bytes);
      return read < 0 ? "" : new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
