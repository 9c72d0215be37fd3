package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.H2Database;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Promtool;
import io.deploytelemetry.it.harness.Pushgateway;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Flyway under the rules of {@code examples/flyway}, against its own schema history tables. */
class FlywayExampleIT {

  private static final String APPLICATION =
      """
      package com.acme.subjects;

      import org.flywaydb.core.Flyway;

      public final class Migrations {
        public static void main(String[] args) {
          for (String line = Stage.hear(); line != null; line = Stage.hear()) {
            String[] words = line.split(" ");
            Flyway flyway = Flyway.configure()
                .dataSource(args[0], "sa", "")
                .defaultSchema(words[1])
                .locations("filesystem:" + args[1] + "/" + words[1])
                .load();
            try {
              Stage.say(String.valueOf(run(flyway, words[0])));
            } catch (RuntimeException e) {
              Stage.say(e.getClass().getName());
            }
          }
        }

        private static Object run(Flyway flyway, String command) {
          switch (command) {
            case "migrate":
              return flyway.migrate().migrationsExecuted;
            case "repair":
              return flyway.repair().migrationsRemoved.size();
            case "undo":
              return flyway.undo();
            default:
              flyway.validate();
              return "valid";
          }
        }
      }
      """;

  private static final String MIGRATION_FAILED =
      "org.flywaydb.core.internal.exception.FlywayMigrateException";

  @TempDir private Path folder;

  @OnEachJdk
  void figuresAreThoseOfTheSchemaHistory(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = start(jdk)) {
      migration("shop/V1__customers.sql", "CREATE TABLE customers (id INT);");
      migration("shop/V2__orders.sql", "CREATE TABLE orders (id INT);");
      migration("billing/V7__invoices.sql", "CREATE TABLE invoices (id INT);");
      assertThat(jvm.ask("migrate shop")).isEqualTo("2");
      assertThat(jvm.ask("migrate billing")).isEqualTo("1");
      assertThat(jvm.ask("migrate shop")).isEqualTo("0");
      assertThat(jvm.ask("validate shop")).isEqualTo("valid");

      Path broken = migration("shop/V3__stock.sql", "CREATE TABEL stock (id INT);");
      assertThat(jvm.ask("migrate shop")).isEqualTo(MIGRATION_FAILED);
      assertThat(jvm.ask("validate shop")).endsWith("FlywayValidateException");
      assertIsLive(jvm.metrics(), "shop", "2");
      assertThat(jvm.metrics().value("health_check_status", of("shop"))).isZero();
      assertThat(jvm.ask("repair shop")).isEqualTo("1");
      assertIsLive(jvm.metrics(), "shop", "2");

      Files.delete(broken);
      migration("shop/V3__stock.sql", "CREATE TABLE stock (id INT);");
      assertThat(jvm.ask("migrate shop")).isEqualTo("1");
      assertThat(jvm.ask("validate shop")).isEqualTo("valid");

      Exposition shown = jvm.metrics();
      Promtool.assertAccepts(jvm.get("/metrics").text());
      assertThat(jvm.endInput().awaitEnding().exitCode()).isZero();
      try (H2Database database = new H2Database(database())) {
        assertDeployed(shown, database, "shop");
        assertDeployed(shown, database, "billing");
      }
      assertOutcomes(shown);
    }
  }

  @OnEachJdk
  void aRunOfTheExampleEndsInAGateway(Jdk jdk) throws Exception {
    try (Pushgateway gateway = Pushgateway.start(folder)) {
      migration("shop/V1__customers.sql", "CREATE TABLE customers (id INT);");
      try (ForkedJvm jvm = start(jdk, ",push.gateway=" + gateway.url())) {
        assertThat(jvm.ask("migrate shop")).isEqualTo("1");
        jvm.endInput().awaitEnding();
      }
      assertIsLive(gateway.metrics(), "shop", "1");
      Promtool.assertAccepts(Http.get(gateway.port(), "/metrics").text());
    }
  }

  @OnEachJdk
  void undoWhichTheOpenEditionLacksIsARollbackThatFailed(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = start(jdk)) {
      migration("shop/V1__customers.sql", "CREATE TABLE customers (id INT);");
      assertThat(jvm.ask("migrate shop")).isEqualTo("1");
      String error = jvm.ask("undo shop");
      assertThat(error).endsWith("Exception");

      Exposition shown = jvm.metrics();
      assertThat(shown.value("rollbacks_total", of("shop", "reason=manual", "outcome=failure")))
          .isEqualTo(1);
      assertThat(shown.value("rollback_errors_total", of("shop", "error_type=" + error)))
          .isEqualTo(1);
      assertIsLive(shown, "shop", "1");
    }
  }

  @OnEachJdk
  void everyRuleMatchesAndEveryValueIsRead(Jdk jdk) throws IOException {
    try (ForkedJvm jvm = start(jdk)) {
      migration("shop/V1__customers.sql", "CREATE TABLE customers (id INT);");
      jvm.ask("migrate shop");
      jvm.ask("repair shop");
      jvm.ask("validate shop");
      JsonNode status = jvm.get("/status").json();

      assertThat(status.get("rules")).hasSize(4);
      assertThat(status.get("rules").findValuesAsText("methods")).containsOnly("1");
      assertThat(status.get("notes")).isEmpty();
    }
  }

  private static void assertDeployed(Exposition shown, H2Database database, String schema)
      throws SQLException {
    String applied =
        "FROM \"%s\".\"flyway_schema_history\" WHERE \"success\" AND \"type\" = 'SQL'"
            .formatted(schema);
    assertThat(shown.value("deployment_targets_updated_total", of(schema, "operation=deploy")))
        .isEqualTo(database.number("SELECT COUNT(*) " + applied))
        .isPositive();
    assertIsLive(shown, schema, database.text("SELECT MAX(\"version\") " + applied));
  }

  private static void assertOutcomes(Exposition shown) {
    assertThat(shown.value("deployments_total", of("shop", "outcome=success"))).isEqualTo(3);
    assertThat(shown.value("deployments_total", of("shop", "outcome=failure"))).isEqualTo(1);
    assertThat(shown.value("deployments_total", of("billing", "outcome=success"))).isEqualTo(1);
    assertThat(shown.value("deployments_total", of("billing", "outcome=failure"))).isZero();
    assertThat(shown.value("deployment_errors_total", of("shop", "error_type=" + MIGRATION_FAILED)))
        .isEqualTo(1);
    assertThat(shown.value("rollbacks_total", of("shop", "reason=error", "outcome=success")))
        .isEqualTo(1);
    assertThat(shown.value("deployment_targets_updated_total", of("shop", "operation=rollback")))
        .isEqualTo(1);
    assertThat(shown.value("deployment_recovery_seconds_count", of("shop"))).isEqualTo(1);
    assertThat(shown.value("health_checks_total", of("shop", "outcome=success"))).isEqualTo(2);
    assertThat(shown.value("health_checks_total", of("shop", "outcome=failure"))).isEqualTo(1);
    assertThat(shown.value("health_check_status", of("shop", "check=migrations"))).isEqualTo(1);
    assertThat(shown.has("health_check_status", of("billing"))).isFalse();
  }

  private static void assertIsLive(Exposition shown, String schema, String version) {
    assertThat(shown.value("deployment_info", of(schema))).isEqualTo(1);
    assertThat(shown.has("deployment_info", of(schema, "version=" + version)))
        .as(shown.describe("deployment_info"))
        .isTrue();
  }

  /** The labels that all of a schema have in common, and these. */
  private static String[] of(String schema, String... further) {
    List<String> labels =
        new ArrayList<>(
            List.of(
                "application=crm",
                "environment=production",
                "provider=flyway",
                "schema=" + schema));
    labels.addAll(List.of(further));
    return labels.toArray(String[]::new);
  }

  private Path migration(String name, String sql) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, sql);
  }

  private Path database() {
    return folder.resolve("database");
  }

  private ForkedJvm start(Jdk jdk) throws IOException {
    return start(jdk, "");
  }

  private ForkedJvm start(Jdk jdk, String options) throws IOException {
    jdk.assumeAtLeast(17, "the Java that Flyway is written in");
    List<Path> classPath = new ArrayList<>(Artifacts.tools("flyway-core", "h2"));
    classPath.add(Artifacts.subjects());
    classPath.add(
        new Sources()
            .release(17)
            .classPath(classPath)
            .file("com/acme/subjects/Migrations.java", APPLICATION)
            .compileTo(folder));
    return JvmLaunch.withAgent(jdk, "port=0,config=" + Artifacts.exampleRules("flyway") + options)
        .env("APPLICATION", "crm")
        .env("DEPLOY_ENV", "production")
        .classPath(classPath)
        .main("Migrations", H2Database.url(database()), folder.toString())
        .start();
  }
}
