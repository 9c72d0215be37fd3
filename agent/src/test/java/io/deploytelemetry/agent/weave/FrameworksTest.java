package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameworksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/lang/Object",
        "jakarta/servlet/Filter",
        "org/springframework/core/Ordered",
        "kotlin/jvm/internal/Lambda",
        "reactor/core/publisher/Mono"
      })
  void typesOfWellKnownFrameworksAreNotLookedUp(String name) {
    assertThat(contain(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com/acme/Deployer",
        "Deployer",
        "j",
        "java",
        "javafx/application/Application",
        "org/springframeworks/Own",
        "reactors/Own",
        "org/acme/springframework/Own"
      })
  void typesOfAnyoneElseAre(String name) {
    assertThat(contain(name)).isFalse();
  }

  @Test
  void nameIsFoundWhereItStandsInAClassFile() {
    byte[] bytes = "xxscala/Optionyy".getBytes(StandardCharsets.US_ASCII);

    assertThat(Frameworks.contain(bytes, 2, "scala/Option".length())).isTrue();
    assertThat(Frameworks.contain(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void annotatedTypeIsTakenOffTheListOnceAndItsNeighboursStay() {
    assertThat(Frameworks.remove("org/apache/acme/Annotated")).isTrue();
    assertThat(Frameworks.remove("org/apache/acme/Annotated")).isFalse();

    assertThat(contain("org/apache/acme/Annotated")).isFalse();
    assertThat(contain("org/apache/acme/AnnotatedToo")).isTrue();
  }

  @Test
  void typeThatIsNotOnTheListCannotBeTakenOff() {
    assertThat(Frameworks.remove("com/acme/Annotated")).isFalse();
  }

  private static boolean contain(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Frameworks.contain(bytes, 0, bytes.length);
  }
}
