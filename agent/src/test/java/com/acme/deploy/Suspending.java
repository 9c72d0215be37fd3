package com.acme.deploy;

import io.deploytelemetry.annotations.Deployment;
import java.util.function.Function;
import kotlin.coroutines.Continuation;

/** Functions as Kotlin makes them of those that suspend in their last call. */
public final class Suspending {

  private Suspending() {}

  @Deployment(application = "{0}", version = "{result}")
  public static Object deploy(
      String application,
      Function<Continuation<Object>, Object> body,
      Continuation<Object> completion) {
    return body.apply(completion);
  }
}
