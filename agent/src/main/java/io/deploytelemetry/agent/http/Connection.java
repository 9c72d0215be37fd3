package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads requests, one after the other, and sends the answers. What it waits for has
 * a deadline; a connection that is late, or must make room, is cut by closing its socket, at which
 * the thread that reads or writes it finds an exception.
 *
 * <p>Threads: its own runs it; the acceptor's and, at the end of the JVM, another one cut it. The
 * lock keeps a cut out of the making of an answer.
 */
final class Connection implements Runnable, Peer {

  /** What is thrown away of a request that is refused, so that the client reads why. */
  private static final int MOST_DRAINED = 1 << 20;

  /** So long a client is given to send what it has, however many others come meanwhile. */
  static final long JUST_COME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The first byte of a TLS handshake; no request begins with it. */
  private static final int TLS_HANDSHAKE = 0x16;

  private final Socket socket;
  private final @Nullable Tls tls;
  private final Supplier<Router> router;
  private final Rejections rejections;
  private final HeadBuffer buffer = new HeadBuffer();

  private Phase phase = Phase.WAITING;
  private long since = System.nanoTime();
  private boolean isCut;
  private boolean isCertified;

  Connection(Socket socket, @Nullable Tls tls, Supplier<Router> router, Rejections rejections) {
    this.socket = socket;
    this.tls = tls;
    this.router = router;
    this.rejections = rejections;
  }

  @Override
  public void run() {
    try {
      socket.setTcpNoDelay(true);
      Socket readable = tls == null ? socket : secure(tls);
      if (readable != null) {
        serve(readable, readable.getInputStream(), readable.getOutputStream());
      }
    } catch (IOException gone) {
      // the client has gone, or was cut and is counted; there is nobody to tell
    } finally {
      cut("");
    }
  }

  /** The connection behind the handshake; {@code null} if there was none. */
  private @Nullable Socket secure(Tls encryption) throws IOException {
    int first = socket.getInputStream().read();
    if (first < 0) {
      return null; // somebody has looked whether the port is open
    }
    enter(Phase.READING);
    if (first != TLS_HANDSHAKE) {
      rejections.rejected("bad_request");
      send(Answer.text(400, "This port speaks HTTPS."), socket.getOutputStream(), "close", false);
      drain(socket);
      return null;
    }
    try {
      SSLSocket secure = encryption.layer(socket, first);
      secure.startHandshake();
      isCertified = encryption.isCertified(secure);
      return secure;
    } catch (IOException | RuntimeException refused) {
      cut("bad_handshake");
      return null;
    }
  }

  private void serve(Socket readable, InputStream in, OutputStream out) throws IOException {
    boolean isKept = true;
    while (isKept) {
      try {
        Request request = next(in);
        if (request == null) {
          return;
        }
        Answer answer = router.get().answer(request);
        isKept = request.isKeptAlive() && !request.hasBody();
        String kept = request.isHttp10() ? "keep-alive" : null;
        send(answer, out, isKept ? kept : "close", request.isHead());
      } catch (BadRequestException bad) {
        rejections.rejected("bad_request");
        isKept = false;
        send(bad.answer(), out, "close", false);
      }
    }
    drain(readable);
  }

  /** The next request; {@code null} if the client sends no more. */
  private @Nullable Request next(InputStream in) throws IOException, BadRequestException {
    if (buffer.isEmpty()) {
      enter(Phase.WAITING);
      if (!buffer.fill(in)) {
        return null;
      }
    }
    enter(Phase.READING);
    int length = buffer.headLength();
    while (length < 0) {
      if (!buffer.fill(in)) {
        return null;
      }
      length = buffer.headLength();
    }
    enter(Phase.ANSWERING);
    return RequestParser.parse(buffer.take(length), this);
  }

  private void send(Answer answer, OutputStream out, @Nullable String connection, boolean isHead)
      throws IOException {
    boolean isTaken = false;
    try {
      enter(Phase.SENDING);
      answer.write(out, connection, isHead);
      isTaken = true;
    } finally {
      answer.sent(isTaken);
    }
  }

  /**
   * A socket that is closed while something unread has come resets the connection, and the client
   * may lose the answer.
   */
  private void drain(Socket readable) throws IOException {
    enter(Phase.CLOSING);
    try {
      readable.shutdownOutput();
    } catch (UnsupportedOperationException inJava8) {
      readable.close(); // TLS could not be half closed then
      return;
    }
    InputStream in = readable.getInputStream();
    byte[] rest = new byte[4_096];
    int drained = 0;
    int read = 0;
    while (read >= 0 && drained < MOST_DRAINED) {
      drained += read;
      read = in.read(rest);
    }
  }

  private synchronized void enter(Phase next) throws SocketException {
    if (isCut) {
      throw new SocketException("cut");
    }
    phase = next;
    since = System.nanoTime();
  }

  @Override
  public InetAddress address() {
    return socket.getInetAddress();
  }

  @Override
  public boolean isCertified() {
    return isCertified;
  }

  /**
   * How readily this connection makes room for another: the longer it has waited for its client the
   * more, but one that is taking an answer only when all others have just come.
   *
   * @return nanoseconds; negative if it must not
   */
  synchronized long readiness(long now) {
    if (isCut || phase == Phase.ANSWERING) {
      return -1;
    }
    long waited = Math.max(now - since, 0);
    return phase == Phase.SENDING ? Math.min(waited, JUST_COME_NANOS + 1) : waited;
  }

  /** Cuts the connection to make room; not while an answer is made. */
  synchronized boolean evict() {
    if (isCut || phase == Phase.ANSWERING) {
      return false;
    }
    cut(phase.evicted());
    return true;
  }

  /** Cuts the connection if what it does takes too long. */
  synchronized void cutIfLate(long now) {
    if (!isCut && phase.isOver(now - since)) {
      cut(phase.late());
    }
  }

  @Override
  public synchronized void cut(String reason) {
    if (isCut) {
      return;
    }
    isCut = true;
    Sockets.close(socket);
    if (!reason.isEmpty()) {
      rejections.rejected(reason);
    }
  }
}
