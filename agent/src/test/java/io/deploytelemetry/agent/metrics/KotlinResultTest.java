package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import kotlin.Result;
import kotlin.ResultKt;
import org.junit.jupiter.api.Test;

class KotlinResultTest {

  private final IllegalStateException refused = new IllegalStateException("refused");

  @Test
  void failureIsWhatWouldHaveBeenThrownBoxedOrNot() throws ReflectiveOperationException {
    Object failure = ResultKt.createFailure(refused);

    assertThat(KotlinResult.failure(failure)).isSameAs(refused);
    assertThat(KotlinResult.failure(boxed(failure))).isSameAs(refused);
  }

  @Test
  void successAndWhatIsNoResultAreNone() throws ReflectiveOperationException {
    assertThat(KotlinResult.failure(boxed("deployed"))).isNull();
    assertThat(KotlinResult.failure("deployed")).isNull();
    assertThat(KotlinResult.failure(null)).isNull();
  }

  private static Object boxed(Object value) throws ReflectiveOperationException {
    return Result.class.getMethod("box-impl", Object.class).invoke(null, value);
  }
}
