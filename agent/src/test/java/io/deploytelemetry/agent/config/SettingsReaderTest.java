package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();
  private List<String> problems = Collections.emptyList();

  @Test
  void argumentsBeatPropertiesBeatTheEnvironmentBeatsTheDefault() {
    assertThat(read("").ports().first()).isEqualTo(19404);
    environment.put("TELEMETRY_PORT", "1");
    assertThat(read("").ports().first()).isEqualTo(1);
    properties.setProperty("telemetry.port", "2");
    assertThat(read("").ports().first()).isEqualTo(2);

    Settings settings = read("log.level=debug,port=3");

    assertThat(settings.ports().first()).isEqualTo(3);
    assertThat(settings.source(Option.PORT)).isEqualTo("agent argument port");
    assertThat(settings.source(Option.HOST)).isEqualTo("default");
    assertThat(problems).isEmpty();
  }

  @Test
  void firstEqualsSignSplitsAndABackslashMakesACommaText() {
    Settings settings = read("application=a=b\\,c\\\\,environment=x");

    assertThat(settings.get(Option.APPLICATION)).isEqualTo("a=b,c\\");
    assertThat(settings.get(Option.ENVIRONMENT)).isEqualTo("x");
  }

  @Test
  void wrongValueIsNamedWithWhatIsAllowedAndTheNextSourceStandsIn() {
    properties.setProperty("telemetry.port", "9000");

    assertThat(read("port=http").ports().first()).isEqualTo(9000);
    assertThat(problems)
        .containsExactly(
            "agent argument port has the value 'http'; it must be a number from 0 to 65535, or a"
                + " range such as 19404-19410. Using 9000");
  }

  @Test
  void textThatIsNeededCannotBeEmpty() {
    assertThat(read("host=").get(Option.HOST)).isEqualTo("0.0.0.0");
    assertThat(problems)
        .containsExactly(
            "agent argument host has the value ''; it must be any text but an empty one. Using"
                + " 0.0.0.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://gateway:9091",
        "https://gateway/push/",
        "http://[::1]:9091",
        "http://10.0.0.1"
      })
  void gatewayIsNamedByItsUrl(String url) {
    assertThat(read("push.gateway=" + url).get(Option.PUSH_GATEWAY)).isEqualTo(url);
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway:9091",
        "ftp://gateway",
        "http://",
        "http://ci:s3cret@gateway",
        "http://gateway?a=b",
        "http://a b"
      })
  void whatIsNoUrlIsRefusedAndItsPasswordNotRepeated(String url) {
    assertThat(read("push.gateway=" + url).get(Option.PUSH_GATEWAY)).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("push.gateway", "a URL such as")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"job=a", "__name=a", "9=a"})
  void groupingTakesNoLabelThatTheGatewayGivesItself(String grouping) {
    assertThat(read("push.grouping=" + grouping).get(Option.PUSH_GROUPING)).isEmpty();
    assertThat(problems).singleElement().asString().contains("push.grouping");
  }

  @Test
  void whatACommaCutsOffASecretIsNotRepeated() {
    read("auth.token=hunt,er2,port=1");

    assertThat(problems)
        .containsExactly(
            "agent argument auth.token has a comma in it, and what stands behind it is ignored."
                + " Write \\, for a comma");
  }

  @Test
  void unknownArgumentIsNamedWithTheNearestKey() {
    read("prot=1,host");

    assertThat(problems)
        .containsExactly(
            "agent argument 'prot' is not an option and is ignored. Did you mean 'port'?",
            "agent argument 'host' has no value and is ignored. Write host=VALUE");
  }

  @Test
  void unknownArgumentThatIsLikeNoneIsNamedWithWhereTheyAre() {
    read("x=1");

    assertThat(problems)
        .containsExactly(
            "agent argument 'x' is not an option and is ignored; docs/configuration.md lists them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics",
        "/",
        "/health",
        "/health/live",
        "/status",
        "/history",
        "/m?x",
        "/m#x",
        "/m%20x",
        "/m\u00e9",
        "/m x"
      })
  void metricsAreNotServedWhereSomethingElseIsOrNothingCanBe(String path) {
    Settings settings = read("metrics.path=" + path);

    assertThat(settings.get(Option.METRICS_PATH)).isEqualTo("/metrics");
    assertThat(problems).singleElement().asString().contains(path, "Using /metrics");
  }

  @Test
  void misspeltPropertyAndVariableAreNamedAndForeignOnesAreNot() {
    properties.setProperty("telemetry.log.levle", "debug");
    properties.setProperty("telemetry.sampling.rate", "1");
    environment.put("TELEMETRY_HSOT", "::1");
    environment.put("TELEMETRY_SERVICE_HOST", "10.0.0.1");
    environment.put("TELEMETRY_PORT_80_TCP", "tcp://10.0.0.1:80");

    read("");

    assertThat(problems)
        .containsExactly(
            "system property telemetry.log.levle is not an option and is ignored."
                + " Did you mean telemetry.log.level?",
            "environment variable TELEMETRY_HSOT is not an option and is ignored."
                + " Did you mean TELEMETRY_HOST?");
  }

  @Test
  void serviceLinkOfKubernetesCountsAsUnset() {
    environment.put("TELEMETRY_PORT", "tcp://10.0.0.1:80");

    assertThat(read("").ports().first()).isEqualTo(19404);
    assertThat(problems).isEmpty();
  }

  private Settings read(String arguments) {
    SettingsReader reader =
        new SettingsReader(AgentArguments.parse(arguments), properties, environment);
    Settings settings = reader.read();
    problems = settings.problems();
    return settings;
  }
}
