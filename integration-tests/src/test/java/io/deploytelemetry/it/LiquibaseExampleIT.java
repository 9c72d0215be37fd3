package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.H2Database;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Promtool;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Liquibase under the rules of {@code examples/liquibase}, against its own table. */
class LiquibaseExampleIT {

  private static final String APPLICATION =
      """
      package com.acme.subjects;

      import java.io.PrintStream;
      import java.io.StringWriter;
      import java.nio.file.Paths;
      import java.sql.Connection;
      import java.sql.DriverManager;
      import liquibase.Contexts;
      import liquibase.LabelExpression;
      import liquibase.Liquibase;
      import liquibase.database.jvm.JdbcConnection;
      import liquibase.exception.LiquibaseException;
      import liquibase.resource.DirectoryResourceAccessor;

      public final class Changes {
        public static void main(String[] args) throws Exception {
          PrintStream answers = System.out;
          System.setOut(System.err); // where Liquibase may write what it likes
          for (String line = Stage.hear(); line != null; line = Stage.hear()) {
            try (Connection connection = DriverManager.getConnection(args[0], "sa", "")) {
              Liquibase liquibase =
                  new Liquibase(
                      "changes.xml",
                      new DirectoryResourceAccessor(Paths.get(args[1])),
                      new JdbcConnection(connection));
              run(liquibase, line.split(" "));
              answers.println("done");
            } catch (LiquibaseException e) {
              answers.println(e.getClass().getName());
            }
          }
        }

        private static void run(Liquibase liquibase, String[] words) throws LiquibaseException {
          switch (words[0]) {
            case "update":
              liquibase.update(words[1]);
              break;
            case "update-to-tag":
              liquibase.update(words[1], new Contexts("fine"), new LabelExpression());
              break;
            case "update-sql":
              liquibase.update("", new StringWriter());
              break;
            case "rollback":
              liquibase.rollback(words[1], "");
              break;
            case "update-count":
              liquibase.update(Integer.parseInt(words[1]), "");
              break;
            default:
              liquibase.rollback(Integer.parseInt(words[1]), "");
          }
        }
      }
      """;

  private static final String CHANGES =
      """
      <databaseChangeLog
          xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
              http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        <changeSet author="acme" id="customers">
          <sql>CREATE TABLE customers (id INT)</sql>
          <rollback>DROP TABLE customers</rollback>
        </changeSet>
        <changeSet author="acme" id="first">
          <tagDatabase tag="1.0"/>
        </changeSet>
        <changeSet author="acme" id="orders">
          <sql>CREATE TABLE orders (id INT)</sql>
          <rollback>DROP TABLE orders</rollback>
        </changeSet>
        <changeSet author="acme" id="old">
          <preConditions onFail="MARK_RAN"><tableExists tableName="legacy"/></preConditions>
          <sql>DROP TABLE legacy</sql>
          <rollback/>
        </changeSet>
        <changeSet author="acme" id="stock" context="broken">
          <sql>CREATE TABEL stock (id INT)</sql>
        </changeSet>
      </databaseChangeLog>
      """;

  @TempDir private Path folder;

  @OnMatrix
  void figuresAreThoseOfTheTableOfChanges(Jdk jdk) throws Exception {
    Files.writeString(folder.resolve("changes.xml"), CHANGES);
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(jvm.ask("update-to-tag 1.0")).isEqualTo("done");
      assertIsLive(jvm.metrics(), "1.0");
      assertThat(jvm.ask("update fine")).isEqualTo("done");
      assertIsLive(jvm.metrics(), "2024.7");
      String broken = jvm.ask("update broken");
      assertThat(broken).endsWith("Exception");
      assertIsLive(jvm.metrics(), "2024.7");

      assertThat(jvm.ask("rollback-count 1")).isEqualTo("done");
      String missing = jvm.ask("rollback nowhere");
      assertThat(missing).endsWith("Exception");
      assertThat(jvm.ask("rollback 1.0")).isEqualTo("done");

      Exposition shown = jvm.metrics();
      assertIsLive(shown, "1.0");
      Promtool.assertAccepts(jvm.get("/metrics").text());
      assertThat(jvm.endInput().awaitEnding().exitCode()).isZero();
      assertThat(shown.value("deployments_total", of("outcome=success"))).isEqualTo(2);
      assertThat(shown.value("deployments_total", of("outcome=failure"))).isEqualTo(1);
      assertThat(shown.value("deployment_errors_total", of("error_type=" + broken))).isEqualTo(1);
      assertThat(shown.value("rollbacks_total", of("outcome=success"))).isEqualTo(2);
      assertThat(shown.value("rollbacks_total", of("outcome=failure"))).isEqualTo(1);
      assertThat(shown.value("rollback_errors_total", of("error_type=" + missing))).isEqualTo(1);
      try (H2Database database = new H2Database(database())) {
        assertThat(database.numbers("SELECT id, 1 FROM databasechangelog").keySet())
            .as("what is before the tag, which is a change set itself")
            .containsExactly("customers");
        assertChangeSets(shown, database.number("SELECT COUNT(*) FROM databasechangelog"));
      }
    }
  }

  @OnMatrix
  void everyChangeSetOfTheTableIsAnOperation(Jdk jdk) throws Exception {
    Files.writeString(folder.resolve("changes.xml"), CHANGES);
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(jvm.ask("update fine")).isEqualTo("done");

      Exposition shown = jvm.metrics();
      jvm.endInput().awaitEnding();
      try (H2Database database = new H2Database(database())) {
        assertThat(
                database.numbers(
                    "SELECT exectype, COUNT(*) FROM databasechangelog GROUP BY exectype"))
            .containsEntry("EXECUTED", changeSets(shown, "success"))
            .containsEntry("MARK_RAN", changeSets(shown, "skip"))
            .hasSize(2);
      }
    }
  }

  @OnMatrix
  void updateOfSomeChangeSetsIsADeployment(Jdk jdk) throws Exception {
    Files.writeString(folder.resolve("changes.xml"), CHANGES);
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(jvm.ask("update-count 1")).isEqualTo("done");

      Exposition shown = jvm.metrics();
      jvm.endInput().awaitEnding();
      assertThat(shown.value("deployments_total", of("outcome=success"))).isEqualTo(1);
      try (H2Database database = new H2Database(database())) {
        assertThat(changeSets(shown, "success"))
            .isEqualTo(database.number("SELECT COUNT(*) FROM databasechangelog"))
            .isEqualTo(1);
      }
    }
  }

  @OnMatrix
  void changelogThatCannotBeReadIsADeploymentThatFailed(Jdk jdk) throws IOException {
    Files.writeString(folder.resolve("changes.xml"), "<databaseChangeLog>");
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(jvm.ask("update fine")).endsWith("Exception");

      assertThat(jvm.metrics().value("deployments_total", of("outcome=failure"))).isEqualTo(1);
    }
  }

  @OnMatrix
  void updateThatOnlyPrintsSqlIsNoDeploymentButItsChangeSetsCount(Jdk jdk) throws IOException {
    Files.writeString(folder.resolve("changes.xml"), CHANGES);
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(jvm.ask("update-sql")).isEqualTo("done");

      Exposition shown = jvm.metrics();
      assertThat(shown.sum("deployments_started_total")).isZero();
      assertThat(changeSets(shown, "success")).isPositive();
    }
  }

  @OnMatrix
  void everyRuleMatchesAndEveryValueIsRead(Jdk jdk) throws IOException {
    Files.writeString(folder.resolve("changes.xml"), CHANGES);
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("update fine");
      jvm.ask("rollback-count 1");
      JsonNode status = jvm.get("/status").json();

      assertThat(status.get("rules")).hasSize(8);
      assertThat(status.get("rules").findValuesAsText("methods")).doesNotContain("0");
      assertThat(status.get("notes")).isEmpty();
    }
  }

  private static void assertChangeSets(Exposition shown, double rows) {
    double rolledBack =
        shown.value("operations_total", of("operation=change_set_rollback", "outcome=success"));
    assertThat(rolledBack).isPositive();
    assertThat(changeSets(shown, "success") + changeSets(shown, "skip") - rolledBack)
        .isEqualTo(rows);
    assertThat(changeSets(shown, "failure")).isEqualTo(1);
  }

  private static double changeSets(Exposition shown, String outcome) {
    return shown.value("operations_total", of("operation=change_set", "outcome=" + outcome));
  }

  private static void assertIsLive(Exposition shown, String version) {
    assertThat(shown.value("deployment_info", of())).isEqualTo(1);
    assertThat(shown.has("deployment_info", of("version=" + version)))
        .as(shown.describe("deployment_info"))
        .isTrue();
  }

  /** The labels that all have in common, and these. */
  private static String[] of(String... further) {
    List<String> labels =
        new ArrayList<>(
            List.of(
                "application=crm",
                "environment=production",
                "provider=liquibase",
                "changelog=changes.xml"));
    labels.addAll(List.of(further));
    return labels.toArray(String[]::new);
  }

  private Path database() {
    return folder.resolve("database");
  }

  private ForkedJvm start(Jdk jdk) throws IOException {
    jdk.assumeAtLeast(17, "the Java that Liquibase is written in");
    List<Path> classPath =
        new ArrayList<>(Artifacts.tools("liquibase-core", "commons-io", "commons-lang3", "h2"));
    classPath.add(Artifacts.subjects());
    classPath.add(
        new Sources()
            .release(17)
            .classPath(classPath)
            .file("com/acme/subjects/Changes.java", APPLICATION)
            .compileTo(folder));
    return JvmLaunch.withAgent(jdk, "port=0,config=" + Artifacts.exampleRules("liquibase"))
        .jvm("-Dliquibase.analytics.enabled=false")
        .env("APPLICATION", "crm")
        .env("DEPLOY_ENV", "production")
        .env("RELEASE", "2024.7")
        .classPath(classPath)
        .main("Changes", H2Database.url(database()), folder.toString())
        .start();
  }
}
