package io.deploytelemetry.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  @Test
  void exceptionsAreJudgedByTheNamesOfTheirSuperclasses() {
    assertThat(Outcome.ofThrowable(new IllegalStateException())).isEqualTo(Outcome.FAILURE);
    assertThat(Outcome.ofThrowable(new Throwable())).isEqualTo(Outcome.FAILURE);
    assertThat(Outcome.ofThrowable(new AssertionError())).isEqualTo(Outcome.ERROR);
    assertThat(Outcome.ofThrowable(new TimeoutException() {})).isEqualTo(Outcome.TIMEOUT);
    assertThat(Outcome.ofThrowable(new SocketTimeoutException())).isEqualTo(Outcome.TIMEOUT);
    assertThat(Outcome.ofThrowable(new HttpConnectTimeoutException("slow")))
        .isEqualTo(Outcome.TIMEOUT);
    assertThat(Outcome.ofThrowable(new CancellationException())).isEqualTo(Outcome.CANCELLATION);
    assertThat(Outcome.ofThrowable(new InterruptedException())).isEqualTo(Outcome.CANCELLATION);
    assertThat(Outcome.ofThrowable(new ClosedByInterruptException()))
        .isEqualTo(Outcome.CANCELLATION);
  }

  @Test
  void wrappersAreTakenOffAndOneWithoutACauseStands() {
    Throwable cause = new TimeoutException();
    CompletionException empty = new CompletionException("no cause", null);

    assertThat(
            Outcome.unwrap(
                new CompletionException(
                    new ExecutionException(new InvocationTargetException(cause)))))
        .isSameAs(cause);
    assertThat(Outcome.unwrap(empty)).isSameAs(empty);
  }
}
