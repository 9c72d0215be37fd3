package io.deploytelemetry.agent.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the server's requests, each under a deadline: two seconds until its head has been read,
 * thirty until its answer has been taken. The JDK's server has no such limits but JVM-wide ones. A
 * thread that is late is interrupted, which closes the connection that it reads from or writes to.
 * Threads are made as requests come, are daemons, and go when there is nothing to do.
 *
 * <p>Threads: one of the server's adds requests, the pool's run them, one of its own watches while
 * there are any; a request's lock keeps the interruption within it.
 */
final class Requests implements Executor {

  private static final int MOST_AT_A_TIME = 64;
  private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long WATCH_MILLIS = 250;
  private static final long IDLE_SECONDS = 5;

  /** Told what could not be served, and why. */
  interface Rejections {
    void rejected(String reason);
  }

  private static final ThreadLocal<@Nullable Request> CURRENT = new ThreadLocal<>();

  private final Rejections rejections;
  private final Set<Request> running = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          MOST_AT_A_TIME + 1, // and the watch
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Requests::newThread);

  private boolean isWatched;

  Requests(Rejections rejections) {
    this.rejections = rejections;
  }

  /** Runs a request; throws if there are too many, whereupon the server closes the connection. */
  @Override
  public void execute(Runnable exchange) {
    if (running.size() >= MOST_AT_A_TIME) {
      rejections.rejected("too_many_requests");
      throw new RejectedExecutionException(MOST_AT_A_TIME + " requests are running");
    }
    Request request = new Request(exchange);
    running.add(request);
    startWatch();
    pool.execute(request);
  }

  /** The head of the request that this thread runs has been read; its answer begins. */
  void headRead() {
    Request request = CURRENT.get();
    if (request != null) {
      request.giveMoreTime();
    }
  }

  private synchronized void startWatch() {
    if (!isWatched) {
      isWatched = true;
      pool.execute(this::watch);
    }
  }

  private void watch() {
    do {
      try {
        Thread.sleep(WATCH_MILLIS);
      } catch (InterruptedException ending) {
        return;
      }
      long now = System.nanoTime();
      for (Request request : running) {
        request.cutIfLate(now);
      }
    } while (!isWatchOver());
  }

  private synchronized boolean isWatchOver() {
    isWatched = !running.isEmpty();
    return !isWatched;
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "telemetry-http");
    thread.setDaemon(true);
    return thread;
  }

  private final class Request implements Runnable {

    private final Runnable exchange;
    private @Nullable Thread thread;
    private long deadline = System.nanoTime() + HEAD_NANOS;
    private boolean isHeadRead;

    Request(Runnable exchange) {
      this.exchange = exchange;
    }

    @Override
    public void run() {
      setThread(Thread.currentThread());
      CURRENT.set(this);
      try {
        exchange.run();
      } finally {
        CURRENT.remove();
        running.remove(this);
        setThread(null);
        Thread.interrupted(); // the pool's thread goes on with other work
      }
    }

    private synchronized void setThread(@Nullable Thread newThread) {
      thread = newThread;
    }

    synchronized void giveMoreTime() {
      isHeadRead = true;
      deadline = System.nanoTime() + ANSWER_NANOS;
    }

    synchronized void cutIfLate(long now) {
      if (thread != null && now - deadline > 0) {
        rejections.rejected(isHeadRead ? "slow_reader" : "slow_request");
        thread.interrupt();
        thread = null;
      }
    }
  }
}
