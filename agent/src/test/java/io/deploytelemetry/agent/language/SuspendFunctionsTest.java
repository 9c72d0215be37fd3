package io.deploytelemetry.agent.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.acme.deploy.Suspending;
import io.deploytelemetry.agent.metrics.Exposition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import kotlin.Result;
import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.CoroutineSingletons;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuspendFunctionsTest {

  private static final Object LATER = CoroutineSingletons.COROUTINE_SUSPENDED;

  private final MeasuredClasses agent = new MeasuredClasses();
  private final Caller caller = new Caller();
  private Continuation<Object> given;
  private Method deploy;

  @BeforeEach
  void weave() throws Exception {
    deploy =
        agent
            .weave(Suspending.class)
            .getMethod("deploy", String.class, Function.class, Continuation.class);
  }

  @Test
  void functionThatReturnsItsValueAtOnceIsJudgedByIt() throws Exception {
    assertThat(deploy("shop", next -> "FAILED")).isEqualTo("FAILED");

    assertEnded("shop", "failure");
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isZero();
  }

  @Test
  void functionThatReturnsLaterIsInProgressUntilItIsResumedAndItsCallerGetsTheValue()
      throws Exception {
    assertThat(deploy("shop", this::keep)).isSameAs(LATER);
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isOne();
    assertThat(given.getContext()).isSameAs(caller.getContext());

    given.resumeWith("2.0");

    assertThat(caller.results).containsExactly("2.0");
    assertEnded("shop", "success");
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isZero();
    assertThat(agent.scrape().value("deployment_info", "shop", "version=\"2.0\"")).isOne();
  }

  @Test
  void exceptionReachesTheCallerAsTheSameObject() throws Exception {
    deploy("shop", this::keep);
    Exception thrown = new IllegalStateException();

    given.resumeWith(ResultKt.createFailure(thrown));

    assertThat(((Result.Failure) caller.results.get(0)).exception).isSameAs(thrown);
    assertThat(thrown.getSuppressed()).isEmpty();
    assertEnded("shop", "failure");
  }

  @Test
  void functionThatThrowsBeforeItSuspendsHasFailed() {
    IllegalStateException thrown = new IllegalStateException();

    assertThat(
            catchThrowable(
                () ->
                    deploy(
                        "shop",
                        next -> {
                          throw thrown;
                        })))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isSameAs(thrown);

    assertEnded("shop", "failure");
  }

  @Test
  void functionThatIsResumedBeforeItReturnsIsCountedOnce() throws Exception {
    deploy(
        "shop",
        next -> {
          Thread other = new Thread(() -> next.resumeWith("OK"));
          other.start();
          join(other);
          return LATER;
        });

    assertThat(caller.results).containsExactly("OK");
    assertEnded("shop", "success");
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isZero();
  }

  @Test
  void callWithinOneThatWaitsForItIsCountedOnlyIfItsLabelsDiffer() throws Exception {
    deploy("shop", this::keep);
    Continuation<Object> outer = given;

    deploy.invoke(null, "shop", (Function<Continuation<Object>, Object>) next -> "OK", outer);
    deploy.invoke(null, "blog", (Function<Continuation<Object>, Object>) next -> "OK", outer);
    outer.resumeWith("OK");

    assertEnded("shop", "success");
    assertEnded("blog", "success");
  }

  @Test
  void callsOfOneThreadThatWaitAtTheSameTimeAreAllCounted() throws Exception {
    deploy("shop", this::keep);
    Continuation<Object> first = given;
    deploy("shop", this::keep);
    assertThat(agent.scrape().value("deployments_in_progress", "shop")).isEqualTo(2);

    given.resumeWith("OK");
    first.resumeWith("OK");

    assertThat(agent.scrape().value("deployments_total", "shop", "\"success\"")).isEqualTo(2);
  }

  @Test
  void functionThatIsGivenNothingToGoOnWithIsUnknown() throws Exception {
    deploy.invoke(null, "shop", (Function<Continuation<Object>, Object>) next -> LATER, null);

    assertEnded("shop", "unknown");
    assertThat(agent.inventory.notes().toString()).contains("nobody knows when it ends");
  }

  @Test
  void continuationIsWrittenAsTheOneBeforeWhichItStands() throws Exception {
    deploy("shop", this::keep);
    assertThat(given.toString()).isEqualTo(caller.toString());

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(given);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isInstanceOf(Caller.class);
    }
  }

  private Object keep(Continuation<Object> next) {
    given = next;
    return LATER;
  }

  private Object deploy(String application, Function<Continuation<Object>, Object> body)
      throws ReflectiveOperationException {
    return deploy.invoke(null, application, body, caller);
  }

  private void assertEnded(String application, String outcome) {
    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_total", application, "\"" + outcome + "\"")).isOne();
    assertThat(shown.value("deployments_started_total", application)).isOne();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** What goes on after the function. */
  private static final class Caller implements Continuation<Object>, Serializable {

    private static final long serialVersionUID = 1;

    private final transient List<Object> results = new ArrayList<>();

    @Override
    public CoroutineContext getContext() {
      return EmptyCoroutineContext.INSTANCE;
    }

    @Override
    public void resumeWith(Object result) {
      results.add(result);
    }
  }
}
