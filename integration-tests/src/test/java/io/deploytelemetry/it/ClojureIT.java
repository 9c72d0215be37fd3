package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Functions of Clojure by rules, and its classes by annotations. */
class ClojureIT {

  private static final List<Path> CLOJURE =
      Artifacts.tools("clojure", "core.specs.alpha", "spec.alpha");

  private static final String SOURCE =
      """
      (ns my-app.deployer
        (:import [io.deploytelemetry.annotations Deployment HealthCheck])
        (:gen-class))

      (defn deploy-it! [application version]
        (if (= version "bad")
          (throw (IllegalStateException. "bad"))
          :success))

      (defn works? [] true)

      (defprotocol Rollout
        (roll-out [this version]))

      (deftype Cluster [region]
        Rollout
        (^{Deployment {:application "cluster" :strategy "{this.region}" :version "{0}"}}
          roll-out [this version] true))

      (gen-class
        :name com.acme.Nightly
        :prefix nightly-
        :methods [[^{Deployment {:application "nightly"}} build [String] Boolean]])

      (defn nightly-build [this version] false)

      (defn -main [& arguments]
        (deploy-it! "shop" "1.0")
        (try
          (deploy-it! "shop" "bad")
          (catch IllegalStateException expected nil))
        (roll-out (->Cluster "eu") "2.0")
        (clojure.lang.Reflector/invokeInstanceMethod
          (.newInstance (Class/forName "com.acme.Nightly")) "build" (object-array ["3.0"]))
        (println "ready")
        (read-line))
      """;

  private static final String RULES =
      """
      rules:
        - deployment: my_app.deployer$deploy_it_BANG_#invokeStatic
          application: "{0}"
          version: "{version}"
        - health: my_app.deployer$works_QMARK_#invokeStatic
          value: works
          every: 100ms
      """;

  @TempDir private Path directory;

  @OnMatrix
  void functionsAndTypesAreMeasured(Jdk jdk) throws IOException {
    assertMeasured(jdk, "false");
  }

  @OnMatrix
  void functionsThatAreLinkedDirectlyAreMeasured(Jdk jdk) throws IOException {
    assertMeasured(jdk, "true");
  }

  private void assertMeasured(Jdk jdk, String isLinkedDirectly) throws IOException {
    Path sources = Files.createDirectories(directory.resolve("sources/my_app")).getParent();
    Files.writeString(sources.resolve("my_app/deployer.clj"), SOURCE);
    Path rules = Files.writeString(directory.resolve("telemetry.yaml"), RULES);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<Path> classPath = new ArrayList<>(CLOJURE);
    classPath.addAll(List.of(classes, Artifacts.annotations()));
    List<Path> compiling = new ArrayList<>(classPath);
    compiling.add(sources);
    Ending compiled =
        JvmLaunch.plain(jdk)
            .jvm("-Dclojure.compile.path=" + classes)
            .jvm("-Dclojure.compiler.direct-linking=" + isLinkedDirectly)
            .classPath(compiling)
            .main("clojure.lang.Compile", "my-app.deployer")
            .run();
    assertThat(compiled.exitCode()).as(compiled.toString()).isZero();

    JvmLaunch launch =
        JvmLaunch.withAgent(jdk, "port=0,config=" + rules)
            .jvm("-Xverify:all")
            .classPath(classPath)
            .main("my_app.deployer");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      Exposition metrics = jvm.metrics();
      assertDeployed(metrics, "application=shop", "outcome=success");
      assertDeployed(metrics, "application=shop", "outcome=failure");
      assertDeployed(metrics, "application=cluster", "strategy=eu", "outcome=success");
      assertDeployed(metrics, "application=nightly", "outcome=failure");
      assertThat(metrics.value("deployment_info", "application=shop", "version=1.0")).isEqualTo(1);
      assertThat(metrics.value("deployment_info", "application=cluster", "version=2.0"))
          .isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  jvm.metrics().value("health_checks_total", "check=works", "outcome=success") > 1);
      assertThat(jvm.metrics().value("telemetry_agent_advice_errors_total")).isZero();
      assertThat(jvm.stderr()).filteredOn(line -> line.startsWith("[telemetry] ")).hasSize(1);
    }
  }

  private static void assertDeployed(Exposition metrics, String... labels) {
    assertThat(metrics.value("deployments_total", labels)).isEqualTo(1);
  }
}
