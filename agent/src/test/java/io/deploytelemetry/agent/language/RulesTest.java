package io.deploytelemetry.agent.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.deploy.Pipeline;
import io.deploytelemetry.agent.metrics.Exposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {

  @TempDir private Path folder;

  @Test
  void ruleMeasuresWhatNobodyHasAnnotated() throws Exception {
    MeasuredClasses agent =
        agent(
            """
            rules:
              - deployment: com.acme.deploy.Pipeline$Legacy#run(java.lang.String)
                application: "{0}"
                environment: "${DEPLOY_ENV:development}"
              - operation: com.acme..*Nothing#run
              - operation: nonsense
            """);
    Object legacy = make(agent, Pipeline.Legacy.class);
    legacy.getClass().getMethod("run", String.class).invoke(legacy, "shop");
    legacy.getClass().getMethod("run", int.class).invoke(legacy, 1);

    Exposition shown = agent.scrape();
    assertThat(
            shown.value(
                "deployments_total",
                "application=\"shop\"",
                "environment=\"development\"",
                "\"success\""))
        .isOne();
    assertThat(agent.inventory.woven()).hasSize(1);
    assertThat(agent.inventory.rules().values()).containsExactly(1, 0);
    assertThat(agent.inventory.notes().toString()).contains("telemetry.yaml:6", "'nonsense'");
  }

  @Test
  void plusAddsSubtypesAndStarsMatch() throws Exception {
    MeasuredClasses agent =
        agent(
            """
            rules:
              - operation: com.acme..*Legacy+#r*(..)
                value: legacy
            """);
    Object child = make(agent, Pipeline.LegacyChild.class);
    child.getClass().getMethod("run", String.class).invoke(child, "shop");
    child.getClass().getMethod("run", int.class).invoke(child, 0);

    assertThat(agent.scrape().value("operations_total", "operation=\"legacy\"", "\"success\""))
        .isEqualTo(2);
  }

  @Test
  void attributesOfARuleWinOneByOne() throws Exception {
    MeasuredClasses agent =
        agent(
            """
            labels: [team]
            rules:
              - rollback: com.acme.deploy.Pipeline$Both#rollBack
                application: ruled
                reason: ""
              - rollback: com.acme.deploy.Pipeline$Both#rollBack
                application: "a later rule"
                strategy: "{0}-{1}"
            """);
    Object both = make(agent, Pipeline.Both.class);
    both.getClass()
        .getMethod("rollBack", String.class, String.class)
        .invoke(both, "bare_metal", "blue");

    assertThat(
            agent
                .scrape()
                .value(
                    "rollbacks_total",
                    "application=\"ruled\"",
                    "provider=\"bare_metal\"",
                    "team=\"blue\"",
                    "strategy=\"bare_metal-blue\"",
                    "reason=\"manual\"",
                    "\"success\""))
        .isOne();
  }

  @Test
  void annotationsOfOthersCount() throws Exception {
    MeasuredClasses agent =
        agent(
            """
            annotations:
              com.acme.deploy.Deploys: deployment
              io.micrometer.core.annotation.Timed: operation
            """);
    Object foreign = make(agent, Pipeline.Foreign.class);
    for (String method : new String[] {"analyse", "analyseGiven", "deploy", "poll", "rollOut"}) {
      foreign.getClass().getMethod(method).invoke(foreign);
    }

    Exposition shown = agent.scrape();
    assertThat(
            shown.value(
                "deployments_total", "application=\"shop\"", "strategy=\"rolling\"", "\"success\""))
        .isOne();
    assertThat(shown.value("operations_started_total", "operation=\"poll\"")).isOne();
    assertThat(shown.value("deployments_started_total", "strategy=\"rolled out\"")).isOne();
    String canary = "operation=\"canary\"";
    assertThat(shown.value("operations_started_total", canary, "\"from the type\"", "mesh"))
        .isOne();
    assertThat(shown.value("operations_started_total", canary, "\"given\"")).isOne();
    assertThat(shown.value("operation_events_total", "\"given\"", "event=\"analysed\"")).isOne();
  }

  @Test
  void annotationOnAGenericInterfaceNamesTheParametersOfWhoeverImplementsIt() throws Exception {
    MeasuredClasses agent = agent("");
    Object deployer = make(agent, Pipeline.TextDeployer.class);
    deployer
        .getClass()
        .getMethod("deploy", String.class, String.class)
        .invoke(deployer, "shop", "rolling");

    assertThat(
            agent
                .scrape()
                .value(
                    "deployments_total",
                    "application=\"shop\"",
                    "strategy=\"rolling\"",
                    "\"success\""))
        .isOne();
  }

  @Test
  void ruleForAMethodThatItsClassDoesNotHaveNamesTheNearestOne() throws Exception {
    MeasuredClasses agent =
        agent("rules: [{deployment: com.acme.deploy.Pipeline$Legacy#runn(int)}]");
    make(agent, Pipeline.Legacy.class);

    assertThat(agent.inventory.notes().toString()).contains("Did you mean 'run(int)'?");
  }

  @Test
  void namesAreFromTheConfiguration() throws Exception {
    MeasuredClasses agent =
        agent(
            """
            namespace: acme
            labels: team
            constant.labels: {cluster: eu-1}
            buckets: {rollback_duration_seconds: [7]}
            """);
    Object both = make(agent, Pipeline.Both.class);
    both.getClass().getMethod("rollBack", String.class, String.class).invoke(both, "x", "blue");

    Exposition shown = agent.scrape();
    assertThat(
            shown.value("acme_rollbacks_total", "team=\"blue\"", "cluster=\"eu-1\"", "\"success\""))
        .isOne();
    assertThat(shown.samples("acme_rollback_duration_seconds_bucket")).hasSize(2);
    assertThat(shown.value("acme_rollback_duration_seconds_bucket", "le=\"7.0\"")).isOne();
    assertThat(shown.samples("telemetry_agent_woven_classes")).hasSize(1);
  }

  private MeasuredClasses agent(String yaml) throws IOException {
    Path file = folder.resolve("telemetry.yaml");
    Files.writeString(file, yaml);
    return new MeasuredClasses("config=" + file + ",log.level=off");
  }

  private static Object make(MeasuredClasses agent, Class<?> type) throws Exception {
    return agent.weave(type).getConstructor().newInstance();
  }
}
