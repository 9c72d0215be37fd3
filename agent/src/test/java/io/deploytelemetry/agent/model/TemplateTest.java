package io.deploytelemetry.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    "${MISSING:a\\}b}, a}b",
    "a}b, a}b",
  })
  void textAndVariablesAreFilledInWhenItIsRead(String source, String text) {
    Template template = parse(source);

    assertThat(template.text()).isEqualTo(text);
    assertThat(template.isConstant()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "{0}, 0, , v0",
    "{release.application}, release.application, , v0",
    "a-{this.name}-{1}, this.name, 1, a-v0-v1",
    "${ENV}-{ result }, result, , production-v0",
    "\\{{0}\\}, 0, , {v0}"
  })
  void whatOnlyACallCanFillInIsAPath(String source, String first, String second, String filled) {
    Template template = parse(source);
    List<String> paths = second == null ? List.of(first) : List.of(first, second);

    assertThat(template.isConstant()).isFalse();
    assertThat(template.paths()).isEqualTo(paths);
    assertThat(template.fill(paths, List.of("v0", "v1"))).isEqualTo(filled);
    assertThatThrownBy(template::text).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "${ENV, true",
    "a {0, true",
    "${MISSING:a\\}, true",
    "{0} {1, true",
    "{0} ${ENV:a\\}b}, false",
    "\\{0, false",
    "a}, false",
  })
  void braceThatNothingClosesIsNoticed(String source, boolean isUnclosed) {
    assertThat(Template.isUnclosed(source)).isEqualTo(isUnclosed);
  }

  @Test
  void pathThatCannotBeReadLeavesTheRest() {
    Template template = parse("{a}-{b}-{a}");

    assertThat(template.without("a")).isEqualTo(parse("-{b}-"));
    assertThat(template.without("b").fill(List.of("a"), List.of("x"))).isEqualTo("x--x");
    assertThat(template.without("a").without("b").text()).isEqualTo("--");
    assertThat(parse("{a}").without("a")).isEqualTo(Template.EMPTY);
  }

  @Test
  void onlyATemplateThatIsNothingElseIsAPath() {
    assertThat(parse("{a.b}").solePath()).isEqualTo("a.b");
    assertThat(parse("{a.b} ").solePath()).isNull();
    assertThat(parse("{a}{b}").solePath()).isNull();
    assertThat(parse("a").solePath()).isNull();
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
