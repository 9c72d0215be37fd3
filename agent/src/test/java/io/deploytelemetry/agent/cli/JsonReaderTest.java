package io.deploytelemetry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @Test
  void valuesOfAllKindsAreRead() {
    Object read =
        JsonReader.read(
            " {\"a\" : [1, -2.5e3, true, false, null, []], \"b\": {\"c\": \"\\\"\\u00e9\\n/\"}} ");
    List<?> elements = JsonReader.elements(JsonReader.member(read, "a"));
    assertThat(elements).hasSize(6);
    assertThat(elements.subList(0, 4)).isEqualTo(List.of(1.0, -2500.0, true, false));
    assertThat(elements.get(4)).isNull();
    assertThat(JsonReader.text(JsonReader.member(read, "b"), "c")).isEqualTo("\"é\n/");
    assertThat(JsonReader.text(read, "missing")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "\"a",
        "\"\\u12",
        "tru",
        "1 2",
        "<html>"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.read(text));
  }

  @Test
  void aBombOfBracketsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.read("[".repeat(100_000)));
  }
}
