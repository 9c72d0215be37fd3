package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodPatternTest {

  @ParameterizedTest
  @CsvSource({
    "com.acme.Deployer, com.acme.Deployer, true",
    "com.acme.Deployer, com.acme.DeployerX, false",
    "com.acme.*, com.acme.Deployer, true",
    "com.acme.*, com.acme.sub.Deployer, false",
    "com.acme.*Poller, com.acme.GitPoller, true",
    "com.acme.*Poller, com.acme.Poller, true",
    "com.acme.Git*er, com.acme.GitPollerX, false",
    "com.acme..*, com.acme.Deployer, true",
    "com.acme..*, com.acme.a.b.Deployer, true",
    "com.acme..*Poller, com.acme.a.GitPoller, true",
    "com.acme..*Poller, com.acmex.GitPoller, false",
    "com.*.deploy.Deployer, com.acme.deploy.Deployer, true",
    "com.*.deploy.Deployer, com.acme.x.deploy.Deployer, false",
    "..Deployer, Deployer, true",
    "..Deployer, com.acme.Deployer, true",
    "..Deployer, com.acme.MyDeployer, false",
    "com..deploy..Deployer, com.a.deploy.b.c.Deployer, true",
    "com..deploy..Deployer, com.deploy.Deployer, true",
    "com.acme.Outer$Inner, com.acme.Outer$Inner, true",
    "*, Deployer, true",
    "*, com.acme.Deployer, false",
  })
  void classesAreMatched(String pattern, String name, boolean matches) {
    assertThat(MethodPattern.parse(pattern + "#m").matchesClass(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deploy | deploy | ()V | true",
        "deploy | deployAll | ()V | false",
        "deploy* | deployAll | (I)V | true",
        "*ploy | deploy | (I)V | true",
        "deploy() | deploy | ()V | true",
        "deploy() | deploy | (I)V | false",
        "deploy(..) | deploy | (I)V | true",
        "deploy(int) | deploy | (I)V | true",
        "deploy(java.lang.String, int) | deploy | (Ljava/lang/String;I)V | true",
        "deploy(java.lang.String) | deploy | (Ljava/lang/String;I)V | false",
        "deploy(java.lang.String[]) | deploy | ([Ljava/lang/String;)V | true",
        "deploy(java.lang.String...) | deploy | ([Ljava/lang/String;)V | true",
        "deploy(com.acme.Outer.Inner) | deploy | (Lcom/acme/Outer$Inner;)V | true",
        "deploy(com.acme..*) | deploy | (Lcom/acme/x/Release;)V | true",
      })
  void methodsAreMatched(String pattern, String name, String descriptor, boolean matches) {
    assertThat(MethodPattern.parse("com.acme.D#" + pattern).matchesMethod(name, descriptor))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deploy", "#deploy", "com.acme.D#", "com.acme.D#deploy(", "a...b#c", "+#x", ""})
  void whatIsNoPatternIsRefused(String text) {
    assertThatThrownBy(() -> MethodPattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"com.acme.D+#m, true", "com.acme.D#m, false", "com.acme..*+#m*(..), true"})
  void plusAddsTheSubtypes(String pattern, boolean hasSubtypes) {
    assertThat(MethodPattern.parse(pattern).hasSubtypes()).isEqualTo(hasSubtypes);
  }
}
