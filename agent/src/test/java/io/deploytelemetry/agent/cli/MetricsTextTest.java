package io.deploytelemetry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTextTest {

  @Test
  void samplesAreReadWithTheirLabels() {
    MetricsText text =
        MetricsText.parse(
            """
            # HELP a_total Some.
            # TYPE a_total counter
            a_total{x="1",y="a \\"b\\" } \\\\"} 2.0
            a_total{x="2"} 3
            b +Inf
            c NaN 1700000000000
            """);
    assertThat(text.size()).isEqualTo(4);
    assertThat(text.sum("a_total")).isEqualTo(5);
    assertThat(text.of("a_total").get(0).labels).containsEntry("y", "a \"b\" } \\");
    assertThat(text.of("b").get(0).value).isInfinite();
    assertThat(text.of("none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "a",
        "a{",
        "a{x=1} 2",
        "a{x=\"1} 2",
        "a two",
        "a 1 2 3",
        "a 1 now",
        "{} 1"
      })
  void aLineThatIsNoSampleIsNamed(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricsText.parse("good 1\n" + line + "\n"))
        .withMessage("line 2 is no sample: " + line);
  }
}
