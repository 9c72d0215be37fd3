package com.acme.subjects;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Rollback;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Methods that end in every way there is. */
public final class Outcomes {

  private Outcomes() {}

  public static void main(String[] args) {
    throwables();
    wrapped();
    results();
    constantOutcome();
    otherKinds();
    Stage.pause();
  }

  private static void throwables() {
    throwing(() -> failure(new IllegalStateException("refused")));
    throwing(() -> failure(new IOException("refused")));
    throwing(() -> failure(new Refused()));
    throwing(() -> error(new AssertionError("broken")));
    throwing(() -> error(new StackOverflowError()));
    throwing(() -> timeout(new TimeoutException()));
    throwing(() -> timeout(new SocketTimeoutException()));
    throwing(() -> timeout(new SlowCluster()));
    throwing(() -> cancellation(new CancellationException()));
    throwing(() -> cancellation(new InterruptedException()));
    throwing(() -> cancellation(new ClosedByInterruptException()));
  }

  private static void wrapped() {
    Throwable refused = new IOException("refused");
    throwing(() -> unwrapped(new CompletionException(refused)));
    throwing(() -> unwrapped(new ExecutionException(refused)));
    throwing(() -> unwrapped(new InvocationTargetException(refused)));
    throwing(() -> unwrapped(new UndeclaredThrowableException(refused)));
    throwing(() -> unwrapped(new CompletionException(new ExecutionException(refused))));
    throwing(() -> unwrapped(new ExecutionException(new TimeoutException())));
    throwing(() -> unwrapped(new ExecutionException(new AssertionError("broken"))));
    throwing(() -> unwrapped(new CompletionException(null)));
    throwing(() -> kept(new RuntimeException(refused)));
  }

  private static void results() {
    returnsBoolean(true);
    returnsBoolean(false);
    returnsBoxed(Boolean.FALSE);
    returnsBoxed(null);
    for (String word :
        new String[] {
          "FAILED",
          "failure",
          "Fail",
          "DOWN",
          "unhealthy",
          "rejected",
          "ERROR",
          "internal-error",
          "TIMEOUT",
          "timed out",
          "CANCELLED",
          "canceled",
          "Aborted",
          "SKIPPED",
          "skip",
          "no change",
          "UNKNOWN",
          "SUCCESS",
          "succeeded",
          "ok",
          "3 nodes updated",
          "",
          null
        }) {
      returnsString(word);
    }
    for (State state : State.values()) {
      returnsEnum(state);
    }
    returnsObject(new Object());
    returnsObject("FAILED");
    returnsObject(Boolean.FALSE);
    returnsObject(State.FAILED);
    returnsInt(1);
    returnsVoid();
  }

  private static void constantOutcome() {
    ignoresResult();
    throwing(Outcomes::ignoresOnlyResults);
  }

  private static void otherKinds() {
    rollBack(true);
    rollBack(false);
    ping("UP");
    ping("DOWN");
  }

  private static void throwing(Callable<?> call) {
    try {
      call.call();
    } catch (Throwable expected) {
      return;
    }
    throw new IllegalStateException("nothing was thrown");
  }

  @Deployment(application = "failure")
  static Object failure(Exception toThrow) throws Exception {
    throw toThrow;
  }

  @Deployment(application = "error")
  static Object error(Error toThrow) {
    throw toThrow;
  }

  @Deployment(application = "timeout")
  static Object timeout(Exception toThrow) throws Exception {
    throw toThrow;
  }

  @Deployment(application = "cancellation")
  static Object cancellation(Exception toThrow) throws Exception {
    throw toThrow;
  }

  @Deployment(application = "unwrapped")
  static Object unwrapped(Exception toThrow) throws Exception {
    throw toThrow;
  }

  @Deployment(application = "kept")
  static Object kept(Exception toThrow) throws Exception {
    throw toThrow;
  }

  @Deployment(application = "boolean")
  static boolean returnsBoolean(boolean result) {
    return result;
  }

  @Deployment(application = "boxed")
  static Boolean returnsBoxed(Boolean result) {
    return result;
  }

  @Deployment(application = "string")
  static String returnsString(String result) {
    return result;
  }

  @Deployment(application = "enum")
  static State returnsEnum(State result) {
    return result;
  }

  @Deployment(application = "object")
  static Object returnsObject(Object result) {
    return result;
  }

  @Deployment(application = "int")
  static int returnsInt(int result) {
    return result;
  }

  @Deployment(application = "void")
  static void returnsVoid() {}

  @Deployment(application = "constant", outcome = "success")
  static boolean ignoresResult() {
    return false;
  }

  @Deployment(application = "constant-thrown", outcome = "success")
  static boolean ignoresOnlyResults() {
    throw new IllegalStateException("refused");
  }

  @Rollback(application = "shop", strategy = "direct", reason = "health_check")
  static boolean rollBack(boolean result) {
    return result;
  }

  @HealthCheck(value = "database", group = "live", application = "shop")
  static String ping(String result) {
    return result;
  }

  /** An enum of words and one that is none. */
  enum State {
    DEPLOYED,
    FAILED,
    TIMED_OUT,
    NO_CHANGE,
    CANCELED,
    INTERNAL_ERROR,
    PURPLE
  }

  /** An exception of the application's own. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A timeout of the application's own. */
  static final class SlowCluster extends TimeoutException {
    private static final long serialVersionUID = 1;
  }
}
