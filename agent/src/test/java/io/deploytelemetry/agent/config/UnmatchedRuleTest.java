package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnmatchedRuleTest {

  @Test
  void nestedClassMayBeMeantByTheNameThatItHasInSource() {
    assertThat(reason("com.acme.Outer.Inner#run", "com.acme.Outer$Inner"))
        .isEqualTo("nothing matches. Did you mean 'com.acme.Outer$Inner'?");
  }

  @Test
  void classOfAnotherPackageOrWithASlipMayBeMeant() {
    assertThat(reason("com.acme.Deployer#run", "com.acme.Deployr")).contains("'com.acme.Deployr'");
    assertThat(reason("com.acme.Deployer#run", "org.acme.Deployer"))
        .contains("'org.acme.Deployer'");
    assertThat(reason("com.acme.Deployer#run", "com.acme.Other")).isEqualTo("nothing matches");
  }

  @Test
  void methodsOfTheJdkAreSaidNotToBeMeasured() {
    assertThat(reason("java.lang.String#length")).contains("methods of the JDK are not measured");
  }

  private static String reason(String methods, String... classes) {
    Rule rule = new Rule(OperationKind.OPERATION, methods, Map.of(), "telemetry.yaml:1");
    return UnmatchedRule.of(rule, List.of(classes)).reason("nothing matches");
  }
}
