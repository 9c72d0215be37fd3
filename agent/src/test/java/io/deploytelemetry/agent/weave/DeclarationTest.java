package io.deploytelemetry.agent.weave;

import static io.deploytelemetry.agent.model.OperationKind.DEPLOYMENT;
import static io.deploytelemetry.agent.model.OperationKind.HEALTH_CHECK;
import static io.deploytelemetry.agent.model.OperationKind.ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclarationTest {

  @Test
  void declaredKindWithoutAttributesIsNotEmpty() {
    Declaration declaration = new Declaration();
    assertThat(declaration.isEmpty()).isTrue();

    declaration.declare(DEPLOYMENT);

    assertThat(declaration.isEmpty()).isFalse();
    assertThat(declaration.kinds()).containsExactly(DEPLOYMENT);
    assertThat(declaration.values(DEPLOYMENT)).isEmpty();
    assertThat(declaration.values(ROLLBACK)).isEmpty();
  }

  @Test
  void defaultsOfTheClassFillInWhatTheMethodLeavesOpen() {
    Declaration method = declaration(DEPLOYMENT, Map.of("strategy", "rolling"));
    Declaration type = declaration(DEPLOYMENT, Map.of("strategy", "canary", "application", "shop"));

    method.addDefaults(type);

    assertThat(method.values(DEPLOYMENT))
        .containsOnly(Map.entry("strategy", "rolling"), Map.entry("application", "shop"));
  }

  @Test
  void defaultsOfTheClassDeclareNothingForTheMethod() {
    Declaration method = declaration(DEPLOYMENT, Map.of());

    method.addDefaults(declaration(ROLLBACK, Map.of("reason", "manual")));

    assertThat(method.kinds()).containsExactly(DEPLOYMENT);
  }

  @Test
  void inheritedKindIsDeclaredAndWhatTheMethodSetsStays() {
    Declaration method = declaration(DEPLOYMENT, Map.of("application", "shop"));
    Declaration inherited = declaration(DEPLOYMENT, Map.of("application", "any", "version", "1"));
    inherited.declare(HEALTH_CHECK).put("value", "database");

    method.inherit(inherited);

    assertThat(method.kinds()).containsExactly(DEPLOYMENT, HEALTH_CHECK);
    assertThat(method.values(DEPLOYMENT))
        .containsOnly(Map.entry("application", "shop"), Map.entry("version", "1"));
    assertThat(method.values(HEALTH_CHECK)).containsOnly(Map.entry("value", "database"));
  }

  @Test
  void defaultsOfTheOwnClassComeBetweenThoseOfTheInheritedMethodAndOfItsClass() {
    Declaration method = new Declaration();
    Declaration inherited = declaration(DEPLOYMENT, Map.of("strategy", "rolling"));
    inherited.addDefaults(declaration(DEPLOYMENT, Map.of("application", "any", "version", "1")));

    method.addDefaults(
        declaration(DEPLOYMENT, Map.of("application", "shop", "strategy", "canary")));
    method.inherit(inherited);

    assertThat(method.values(DEPLOYMENT))
        .containsOnly(
            Map.entry("strategy", "rolling"),
            Map.entry("application", "shop"),
            Map.entry("version", "1"));
  }

  @Test
  void heirDoesNotChangeWhatItInheritsFrom() {
    Declaration inherited = declaration(DEPLOYMENT, Map.of("application", "any"));
    Declaration heir = new Declaration();

    heir.inherit(inherited);
    heir.declare(DEPLOYMENT).put("version", "2");

    assertThat(inherited.values(DEPLOYMENT)).containsOnly(Map.entry("application", "any"));
  }

  private static Declaration declaration(OperationKind kind, Map<String, String> values) {
    Declaration declaration = new Declaration();
    declaration.declare(kind).putAll(values);
    return declaration;
  }
}
