package io.deploytelemetry.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom; the table is in docs/architecture.md. */
class ArchitectureTest {

  private static final String ROOT = "io.deploytelemetry.agent";

  private final JavaClasses agent =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesKnowOnlyThoseThatTheyMay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .layer("premain")
        .definedBy(ROOT + ".premain")
        .layer("loader")
        .definedBy(ROOT + ".loader")
        .layer("start")
        .definedBy(ROOT + ".start")
        .layer("bridge")
        .definedBy(ROOT + ".bridge")
        .layer("adapt")
        .definedBy(ROOT + ".adapt")
        .layer("config")
        .definedBy(ROOT + ".config")
        .layer("log")
        .definedBy(ROOT + ".log")
        .layer("model")
        .definedBy(ROOT + ".model")
        .layer("weave")
        .definedBy(ROOT + ".weave")
        .layer("metrics")
        .definedBy(ROOT + ".metrics")
        .layer("health")
        .definedBy(ROOT + ".health")
        .layer("history")
        .definedBy(ROOT + ".history")
        .layer("check")
        .definedBy(ROOT + ".check")
        .layer("http")
        .definedBy(ROOT + ".http")
        .layer("files")
        .definedBy(ROOT + ".files")
        .layer("tls")
        .definedBy(ROOT + ".tls")
        .layer("access")
        .definedBy(ROOT + ".access")
        .layer("push")
        .definedBy(ROOT + ".push")
        .layer("client")
        .definedBy(ROOT + ".client")
        .layer("trace")
        .definedBy(ROOT + ".trace")
        .layer("scan")
        .definedBy(ROOT + ".scan")
        .layer("cli")
        .definedBy(ROOT + ".cli")
        .whereLayer("premain")
        .mayOnlyAccessLayers("loader")
        .whereLayer("loader")
        .mayNotAccessAnyLayer()
        .whereLayer("start")
        .mayOnlyAccessLayers(
            "adapt", "config", "log", "model", "weave", "metrics", "health", "history", "check",
            "http", "push")
        .whereLayer("bridge")
        .mayNotAccessAnyLayer()
        .whereLayer("adapt")
        .mayOnlyAccessLayers("model", "bridge", "log")
        .whereLayer("config")
        .mayOnlyAccessLayers("log", "model")
        .whereLayer("log")
        .mayNotAccessAnyLayer()
        .whereLayer("model")
        .mayNotAccessAnyLayer()
        .whereLayer("weave")
        .mayOnlyAccessLayers("model", "bridge", "config", "log")
        .whereLayer("metrics")
        .mayOnlyAccessLayers("model", "bridge", "adapt", "trace", "log")
        .whereLayer("trace")
        .mayOnlyAccessLayers("model")
        .whereLayer("health")
        .mayOnlyAccessLayers("model", "bridge", "log")
        .whereLayer("history")
        .mayOnlyAccessLayers("health", "metrics", "model", "log")
        .whereLayer("check")
        .mayOnlyAccessLayers("health", "config", "log", "model", "client")
        .whereLayer("push")
        .mayOnlyAccessLayers("metrics", "config", "model", "log", "client", "files")
        .whereLayer("client")
        .mayNotAccessAnyLayer()
        .whereLayer("http")
        .mayOnlyAccessLayers(
            "health", "metrics", "history", "config", "model", "log", "files", "tls", "access")
        .whereLayer("scan")
        .mayOnlyAccessLayers("weave", "config", "model")
        .whereLayer("cli")
        .mayOnlyAccessLayers("scan", "http", "access", "config", "model", "log", "files")
        .whereLayer("files")
        .mayOnlyAccessLayers("log")
        .whereLayer("tls")
        .mayOnlyAccessLayers("files")
        .whereLayer("access")
        .mayOnlyAccessLayers("files", "log")
        .check(agent);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(agent);
  }

  @Test
  void everyLibraryHasOneHome() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".weave")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.bytebuddy..")
        .check(agent);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".metrics")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.prometheus..")
                .and(not(resideInAPackage("io.prometheus.metrics.exporter.common")))
                .and(not(resideInAPackage("io.prometheus.metrics.model.registry"))))
        .check(agent);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".config")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(agent);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.cli..")
        .check(agent);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.net.httpserver..", "kotlin..")
        .check(agent);
  }

  @Test
  void nothingEndsTheJvmOrWakesLoggingOrChangesItsProperties() {
    noClasses()
        .that()
        .doNotHaveSimpleName("TelemetryTool") // which is started instead of an application
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(agent);
    noClasses()
        .should()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .check(agent);
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..").check(agent);
    noClasses().should().accessField(System.class, "out").check(agent);
  }

  @Test
  void bridgeUsesNothingButJavaLang() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".bridge")
        .should()
        .dependOnClassesThat(
            not(
                resideInAPackage("java.lang")
                    .or(resideInAPackage(ROOT + ".bridge"))
                    .or(resideInAPackage("org.jspecify.annotations"))))
        .check(agent);
  }
}
