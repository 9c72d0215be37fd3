package io.deploytelemetry.agent.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * HTTP Basic authentication. Comparing a password with its hash is slow on purpose, so a pair that
 * was right is remembered, as a digest, until its user's hash changes; others are compared one at a
 * time, and after a wrong one there is a pause of several times what it took. Whoever guesses can
 * therefore neither use up a processor nor lock out those who are remembered.
 *
 * <p>Threads: those of the connections; the monitor guards what is remembered, the lock the
 * comparing.
 */
final class Passwords {

  private static final int MOST_REMEMBERED = 64;

  /** At most a quarter of one processor goes into comparing. */
  private static final int PAUSE = 3;

  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A pair that was right. */
  private static final class Known {

    private final byte[] digest;
    private final String name;
    private final PasswordHash hash;

    Known(byte[] digest, String name, PasswordHash hash) {
      this.digest = digest;
      this.name = name;
      this.hash = hash;
    }
  }

  private final Secrets secrets;
  private final Lock comparing = new ReentrantLock();
  private final Deque<Known> remembered = new ArrayDeque<>();

  private long pauseBegin = System.nanoTime();
  private long pauseNanos;

  Passwords(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Judges.
   *
   * @param base64 what follows {@code Basic} in the header
   */
  Verdict judge(Users users, String base64) {
    byte[] digest = secrets.digest(base64);
    if (isRemembered(users, digest)) {
      return Verdict.GRANTED;
    }
    String pair = decode(base64);
    int colon = pair.indexOf(':');
    if (colon < 1) {
      return Verdict.REFUSED;
    }
    if (!comparing.tryLock()) { // to wait would hold one of the server's threads
      return Verdict.BUSY;
    }
    try {
      return compare(users, pair.substring(0, colon), pair.substring(colon + 1), digest);
    } finally {
      comparing.unlock();
    }
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private Verdict compare(Users users, String name, String password, byte[] digest) {
    long begin = System.nanoTime();
    if (begin - pauseBegin < pauseNanos) {
      return Verdict.BUSY;
    }
    boolean isRight = users.know(name, password);
    PasswordHash hash = users.hash(name);
    if (isRight && hash != null) {
      remember(new Known(digest, name, hash));
      return Verdict.GRANTED;
    }
    pauseBegin = System.nanoTime();
    pauseNanos = Math.max(LEAST_PAUSE_NANOS, PAUSE * (pauseBegin - begin));
    return Verdict.REFUSED;
  }

  private synchronized boolean isRemembered(Users users, byte[] digest) {
    boolean isRemembered = false;
    for (Known known : remembered) {
      isRemembered |=
          secrets.isSame(known.digest, digest) && known.hash.isSame(users.hash(known.name));
    }
    return isRemembered;
  }

  private synchronized void remember(Known known) {
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.removeFirst();
    }
    remembered.addLast(known);
  }
}
