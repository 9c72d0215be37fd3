package io.deploytelemetry.agent.push;

import io.deploytelemetry.agent.client.ClientAnswer;
import io.deploytelemetry.agent.client.ClientRequest;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.metrics.Pushes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the metrics in a Pushgateway, for a Prometheus that comes when the process is gone. Each
 * push has a thread of its own, which is given up when its time is over: looking up a name and
 * writing to a connection know no timeout.
 *
 * <p>Threads: that of the agent's start begins the pushes; the JVM's at its end makes the last one.
 */
public final class Gateway {

  /** The value of the label {@code sink}. */
  public static final String SINK = "gateway";

  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String NOTHING = "";
  private static final String HINT =
      "push.gateway must be the URL of a Pushgateway that this machine can reach";

  private final Settings settings;
  private final GatewayCredentials credentials;
  private final Metrics metrics;
  private final Pushes pushes;

  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile @Nullable Thread repeating;
  private @Nullable String saidProblem;

  public Gateway(Settings settings, Metrics metrics, Pushes pushes) {
    this.settings = settings;
    this.credentials = new GatewayCredentials(settings);
    this.metrics = metrics;
    this.pushes = pushes;
    pushes.known(SINK, settings.get(Option.PUSH_GATEWAY));
  }

  /** Pushes again and again from now on, if the options say so. */
  public void start() {
    if (settings.millis(Option.PUSH_EVERY) > 0) {
      Thread thread = thread(this::pushForever);
      repeating = thread;
      thread.start();
    }
  }

  private void pushForever() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(settings.millis(Option.PUSH_EVERY));
        pushOrSay(false);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Pushes as the process ends, or takes away what it has pushed, as the options say. Returns
   * within the time that the options allow.
   */
  public void end() throws InterruptedException {
    Thread thread = repeating;
    if (thread != null) {
      thread.interrupt(); // its push under way would cost its own time
    }
    pushOrSay(true);
  }

  /** One push at a time; a gateway that is gone is said once, until it is back. */
  private void pushOrSay(boolean isEnd) throws InterruptedException {
    if (!oneAtATime.tryLock(settings.millis(Option.PUSH_TIMEOUT), TimeUnit.MILLISECONDS)) {
      return; // it has hung as long as this one may take
    }
    try {
      pushAndSay(isEnd);
    } finally {
      oneAtATime.unlock();
    }
  }

  private void pushAndSay(boolean isEnd) throws InterruptedException {
    boolean isDeletion = isEnd && settings.is(Option.PUSH_DELETE);
    long start = System.nanoTime();
    String problem = problem(isDeletion, isEnd);
    pushes.pushed(SINK, problem, System.nanoTime() - start);
    if (problem != null && (isEnd || saidProblem == null)) {
      Log.error(
          (isDeletion ? "the metrics could not be deleted: " : "the metrics could not be pushed: ")
              + settings.get(Option.PUSH_GATEWAY)
              + " "
              + problem);
    }
    saidProblem = problem;
  }

  /** Pushes; returns what went wrong. */
  private @Nullable String problem(boolean isDeletion, boolean isEnd) throws InterruptedException {
    long millis = settings.millis(Option.PUSH_TIMEOUT);
    Attempt attempt = new Attempt(isDeletion, isEnd, (int) Math.min(Integer.MAX_VALUE, millis));
    Thread thread = thread(attempt);
    thread.start();
    try {
      thread.join(Math.max(1, millis));
    } catch (InterruptedException ending) {
      attempt.abort();
      throw ending;
    }
    return attempt.problem(settings.get(Option.PUSH_TIMEOUT));
  }

  private ClientRequest request(boolean isDeletion, boolean isEnd) throws IOException {
    ClientRequest request =
        new ClientRequest(isDeletion ? "DELETE" : "PUT", GatewayGroup.url(settings));
    String authorization = credentials.header();
    if (!authorization.isEmpty()) {
      request.with("Authorization", authorization);
    }
    return isDeletion
        ? request
        : request.body(TEXT_FORMAT, metrics.toPush(SINK, isEnd).getBytes(StandardCharsets.UTF_8));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "telemetry-push");
    thread.setDaemon(true);
    return thread;
  }

  /** One push, which may hang: reading a secret, looking up a name, writing. */
  private final class Attempt implements Runnable {

    private final boolean isDeletion;
    private final boolean isEnd;
    private final int timeoutMillis;
    private volatile @Nullable ClientRequest request;
    private volatile @Nullable String outcome;

    Attempt(boolean isDeletion, boolean isEnd, int timeoutMillis) {
      this.isDeletion = isDeletion;
      this.isEnd = isEnd;
      this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void run() {
      ClientRequest made;
      try {
        made = request(isDeletion, isEnd);
      } catch (IOException | RuntimeException | LinkageError failure) {
        outcome = "was not asked: " + failure.getMessage();
        return;
      }
      request = made;
      try {
        ClientAnswer answer = made.send(timeoutMillis);
        outcome =
            answer.isSuccess()
                ? NOTHING
                : "answers "
                    + answer.status()
                    + (answer.text().isEmpty() ? "" : ": ")
                    + answer.text();
      } catch (IOException | RuntimeException | LinkageError failure) {
        outcome = "cannot be reached (" + failure + "). " + HINT;
      }
    }

    void abort() {
      ClientRequest sent = request;
      if (sent != null) {
        sent.abort();
      }
    }

    /** What went wrong so far; ends what has taken too long. */
    @Nullable String problem(String timeout) {
      String known = outcome;
      if (known == null) {
        abort();
        return "has not answered within " + timeout + ". " + HINT;
      }
      return known.isEmpty() ? null : known;
    }
  }
}
