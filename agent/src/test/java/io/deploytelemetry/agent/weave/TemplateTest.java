package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  @ParameterizedTest
  @CsvSource({
    "shop, shop",
    "${ENV}, production",
    "${ENV:staging}, production",
    "${MISSING:staging}, staging",
    "${MISSING}, ''",
    "${MISSING:}, ''",
    "${MISSING:a:b}, a:b",
    "in-${ENV}-${MISSING:eu}!, in-production-eu!",
    "costs $5, costs $5",
    "a$, a$",
    "\\{0\\}, {0}",
    "\\$\\{ENV\\}, ${ENV}",
    "a\\\\b, a\\b",
    "a\\, a\\",
    "a\\=b, a=b",
    "${ENV, ${ENV",
    "a}b, a}b",
  })
  void textAndVariablesAreFilledInWhenItIsRead(String source, String text) {
    Template template = parse(source);

    assertThat(template.text()).isEqualTo(text);
    assertThat(template.path()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "{0}, 0",
    "{release.application}, release.application",
    "a-{this.name}-{1}, this.name",
    "${ENV}-{result}, result"
  })
  void whatOnlyACallCanFillInIsAPathAndHasNoText(String source, String path) {
    Template template = parse(source);

    assertThat(template.path()).isEqualTo(path);
    assertThat(template.text()).isEmpty();
  }

  @Test
  void commaOfAListCanBeEscaped() {
    assertThat(parse("a\\,b").text()).isEqualTo("a,b");
  }

  @Test
  void textIsCutToTheLengthOfALabel() {
    assertThat(parse("x".repeat(127)).text()).hasSize(127);
    assertThat(parse("x".repeat(1_000)).text()).hasSize(128);
  }

  private static Template parse(String source) {
    return Template.parse(source, Map.of("ENV", "production")::get);
  }
}
