package io.deploytelemetry.benchmarks;

import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A coroutine of the simplest kind: what calls a suspend function, and what resumes it. */
@State(Scope.Thread)
public class Suspended implements Continuation<Object> {

  private Continuation<Object> waiting;
  private Object result;

  /** Keeps what is to go on later. */
  void await(Continuation<Object> continuation) {
    waiting = continuation;
  }

  /** Resumes what waits; returns what its caller got. */
  Object resume() {
    Continuation<Object> resumed = waiting;
    if (resumed == null) {
      throw new IllegalStateException("nothing waits");
    }
    resumed.resumeWith("done");
    return result;
  }

  @Override
  public CoroutineContext getContext() {
    return EmptyCoroutineContext.INSTANCE;
  }

  @Override
  public void resumeWith(Object with) {
    result = with;
  }
}
