package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.Attributes;
import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.Schedule;
import io.deploytelemetry.agent.model.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("telemetry.yaml");
  }

  @Test
  void checksThatNeedNoCodeAreReadAndTheirVariablesFilledIn() throws IOException {
    Settings settings =
        read(
            """
            checks:
              - http: https://${REPOSITORY_HOST:repo.acme.com}/health
                name: repository
                status: 204
                every: 10s
                timeout: 2s
                group: live
              - tcp: "[::1]:5432"
              - jdbc: jdbc:postgresql://db/app
                driver: org.postgresql.Driver
            """);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.checks())
        .extracting(DeclaredCheck::name)
        .containsExactly("repository", "tcp", "jdbc");
    DeclaredCheck repository = settings.checks().get(0);
    assertThat(repository.target()).isEqualTo("https://repo.acme.com/health");
    assertThat(repository.text("status", "200")).isEqualTo("204");
    assertThat(repository.schedule()).isEqualTo(new Schedule(10_000, 2_000, 30_000));
    assertThat(settings.checks().get(1).schedule()).isEqualTo(new Schedule(30_000, 5_000, 90_000));
  }

  @Test
  void checksThatCannotBeAreNamedWithTheirLine() throws IOException {
    Settings settings =
        read(
            """
            checks:
              - http: ftp://repo.acme.com
              - http: http://repo.acme.com
                every: 10
              - tcp: db
              - jdbc: jdbc:postgresql://db/app
              - name: nothing
              - tcp: db:5432
                evry: 10s
            """);

    assertThat(settings.checks()).hasSize(1);
    assertThat(settings.problems())
        .containsExactly(
            "telemetry.yaml:2: 'ftp://repo.acme.com' is no URL of http or https; the check is"
                + " ignored",
            "telemetry.yaml:3: every '10' is no length of time from 100ms on; the check is ignored",
            "telemetry.yaml:5: 'db' is not host:port; the check is ignored",
            "telemetry.yaml:6: driver is missing: the class of the JDBC driver, as in"
                + " org.postgresql.Driver; the check is ignored",
            "telemetry.yaml:7: a check begins with one of http, tcp, jdbc; this one is ignored",
            "telemetry.yaml:8: 'evry' is no attribute of a check by tcp and is ignored. Did you"
                + " mean 'every'?");
  }

  @Test
  void everythingThatCanBeSaidIsRead() throws IOException {
    Settings settings =
        read(
            """
            port: 9000
            log.level: debug
            health:
              details: never
            labels: [team, region]
            constant.labels: {cluster: eu-1}
            namespace: acme
            outcome.words: {PARTIAL: failure}
            limits: {series: 5, applications: 4, values: 3}
            buckets:
              deployment_duration_seconds: [1, 2.5, 60]
            rules:
              - deployment: org.flywaydb.core.Flyway#migrate
                application: flyway
                outcome: "{result.success}"
                labels: {team: "{0}", region: eu}
              - health: com.acme.Health+#check*
            annotations:
              com.acme.Deploys: deployment
            """);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.ports().first()).isEqualTo(9000);
    assertThat(settings.source(Option.PORT)).isEqualTo("telemetry.yaml:1");
    assertThat(settings.get(Option.LOG_LEVEL)).isEqualTo("debug");
    assertThat(settings.get(Option.HEALTH_DETAILS)).isEqualTo("never");
    assertThat(settings.annotations())
        .containsExactly(Map.entry("com.acme.Deploys", OperationKind.DEPLOYMENT));
    Rule migrate = settings.rules().get(0);
    assertThat(migrate.kind()).isEqualTo(OperationKind.DEPLOYMENT);
    assertThat(migrate.methods()).isEqualTo("org.flywaydb.core.Flyway#migrate");
    assertThat(migrate.source()).isEqualTo("telemetry.yaml:13");
    assertThat(migrate.attributes())
        .containsEntry("application", "flyway")
        .containsEntry("outcome", "{result.success}")
        .containsEntry("labels", "team={0},region=eu");
    assertThat(settings.rules().get(1).kind()).isEqualTo(OperationKind.HEALTH_CHECK);
    Schema schema = settings.schema();
    assertThat(schema.names().base())
        .containsExactly("application", "environment", "provider", "team", "region");
    assertThat(schema.nameOf(Family.DEPLOYMENTS)).isEqualTo("acme_deployments_total");
    assertThat(schema.nameOf(Family.AGENT_INFO)).isEqualTo("telemetry_agent_info");
    assertThat(schema.constantLabelsOf(Family.DEPLOYMENTS)).containsEntry("cluster", "eu-1");
    assertThat(schema.words().outcome("partial")).isEqualTo(Outcome.FAILURE);
    assertThat(schema.limits().series()).isEqualTo(5);
    assertThat(schema.limits().values("application")).isEqualTo(4);
    assertThat(schema.limits().values("reason")).isEqualTo(3);
    assertThat(schema.bounds().ofDurations(OperationKind.DEPLOYMENT)).containsExactly(1, 2.5, 60);
  }

  @Test
  void whatIsWrongIsNamedWithItsLineAndTheNearestWordAndTheRestCounts() throws IOException {
    Settings settings =
        read(
            """
            prot: 9000
            rulez: []
            limits: {serie: 5}
            port: many
            buckets:
              deployment_duration_second: [1]
              operation_duration_seconds: [2, 1]
            rules:
              - deploymnt: com.acme.A#b
              - deployment: com.acme.A#b
                aplication: shop
                strategy: rolling
              - rollback: com.acme.A#b
                committedAt: "{0}"
              - deployment: com.acme.A#b
                rollback: com.acme.A#b
              - operation: ""
            annotations:
              com.acme.Deploys: deploy
            """);

    assertThat(settings.problems())
        .anyMatch(line -> line.startsWith("telemetry.yaml:1: 'prot'") && line.contains("'port'"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:2: 'rulez'") && line.contains("'rules'"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:3: 'limits.serie'"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:4: port has the value 'many'"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:6: 'deployment_duration_second'"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:7: the buckets of operation_"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:9:") && line.contains("'deployment'"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:11:") && line.contains("'application'"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:14: 'committedAt' is no attribute"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:16: a rule is of one kind"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:17: the rule names no method"))
        .anyMatch(line -> line.startsWith("telemetry.yaml:19:") && line.contains("'deployment'"))
        .hasSize(12);
    assertThat(settings.ports().first()).isEqualTo(19_404);
    assertThat(settings.rules()).hasSize(2);
    assertThat(settings.rules().get(0).attributes()).containsOnlyKeys("strategy");
  }

  @Test
  void fileThatIsNoYamlOrNotThereIsOneProblem() throws IOException {
    assertThat(read("a: [b\n").problems())
        .singleElement()
        .asString()
        .startsWith("telemetry.yaml:")
        .contains("no YAML");
    assertThat(read("- a\n").problems()).singleElement().asString().contains("must be a map");
    assertThat(read("").problems()).isEmpty();
    assertThat(read("a: 1\na: 2\n").problems()).singleElement().asString().contains("no YAML");
    Files.delete(file);
    assertThat(settings().problems())
        .singleElement()
        .asString()
        .contains(file.toString(), "cannot be read");
  }

  @Test
  void everyOtherSourceComesBeforeTheFile() throws IOException {
    Files.writeString(file, "port: 1\nenvironment: file\nprovider: file\nnamespace: file\n");
    Properties properties = new Properties();
    properties.setProperty("telemetry.config", file.toString());
    properties.setProperty("telemetry.environment", "property");
    Settings settings =
        new SettingsReader(
                Map.of("port", "2"), properties, Map.of("TELEMETRY_PROVIDER", "environment"))
            .read();

    assertThat(settings.ports().first()).isEqualTo(2);
    assertThat(settings.get(Option.ENVIRONMENT)).isEqualTo("property");
    assertThat(settings.get(Option.PROVIDER)).isEqualTo("environment");
    assertThat(settings.get(Option.NAMESPACE)).isEqualTo("file");
  }

  @Test
  void variablesInTheFileAreFilledIn() throws IOException {
    Files.writeString(file, "environment: \"${STAGE:test}\"\napplication: \"${NAME}-x\"\n");
    Properties properties = new Properties();
    properties.setProperty("NAME", "shop");

    Settings settings =
        new SettingsReader(Map.of("config", file.toString()), properties, Map.of()).read();

    assertThat(settings.get(Option.ENVIRONMENT)).isEqualTo("test");
    assertThat(settings.get(Option.APPLICATION)).isEqualTo("shop-x");
  }

  @Test
  void labelsThatCollideAreRefused() throws IOException {
    for (String labels : List.of("job", "application", "outcome", "__x", "a b", "a, a", "9x")) {
      assertThat(read("labels: '" + labels + "'\n").problems())
          .as(labels)
          .singleElement()
          .asString()
          .contains("label names with commas");
    }
  }

  @Test
  void aCommaInAValueOfAMapIsPartOfTheValue() throws IOException {
    Settings settings =
        read(
            "constant.labels: {regions: 'eu,us', path: 'C:\\deploy', escaped: 'a\\,b'}\n"
                + "rules:\n"
                + "  - deployment: com.acme.Deployer#deploy\n"
                + "    labels: {team: 'red,{0}', both: '{a,b}'}\n");

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.schema().constantLabelsOf(Family.DEPLOYMENTS))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("regions", "eu,us", "path", "C:\\deploy", "escaped", "a,b"));
    assertThat(Attributes.parse(settings.rules().get(0).attributes().get("labels")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("team", "red\\,{0}", "both", "{a,b}"));
  }

  @Test
  void constantLabelThatCallsGiveTooIsNamedAndLeftToThem() throws IOException {
    Settings settings = read("labels: [team]\nconstant.labels: {team: red, cluster: eu-1}\n");

    assertThat(settings.problems())
        .containsExactly(
            "telemetry.yaml:2: the constant label 'team' is among the labels of calls too"
                + " (telemetry.yaml:1), and is ignored");
    assertThat(settings.schema().constantLabelsOf(Family.DEPLOYMENTS))
        .containsExactly(Map.entry("cluster", "eu-1"));
  }

  private Settings read(String yaml) throws IOException {
    Files.writeString(file, yaml);
    return settings();
  }

  private Settings settings() {
    return new SettingsReader(Map.of("config", file.toString()), new Properties(), Map.of()).read();
  }
}
