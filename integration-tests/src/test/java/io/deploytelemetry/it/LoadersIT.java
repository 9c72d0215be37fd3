package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class LoadersIT {

  private static final String PLUGIN =
      """
      package com.acme.plugin;

      import io.deploytelemetry.annotations.Deployment;

      public final class Plugin implements Runnable {
        @Override
        @Deployment(application = "plugin")
        public void run() {
          deploy();
        }

        @Deployment(application = "plugin", strategy = "inner")
        private boolean deploy() {
          return false;
        }
      }
      """;

  private static final String MODULE =
      """
      module com.acme.modular {
        requires static io.deploytelemetry.annotations;
      }
      """;

  private static final String MODULE_MAIN =
      """
      package com.acme.modular;

      import io.deploytelemetry.annotations.Deployment;

      public final class Main {
        public static void main(String[] args) throws java.io.IOException {
          deploy();
          System.out.println("ready");
          System.in.read();
        }

        @Deployment(application = "modular")
        static void deploy() {}
      }
      """;

  @TempDir private static Path directory;
  private static Path plugin;

  @BeforeAll
  static void compilePlugin() throws IOException {
    plugin = new Sources().file("com/acme/plugin/Plugin.java", PLUGIN).compileTo(directory);
  }

  @OnEachJdk
  void classesOfAPluginLoaderAreCounted(Jdk jdk) {
    assertPluginCounted(jdk, "parent-first");
  }

  @OnEachJdk
  void classesOfAChildFirstLoaderAreCounted(Jdk jdk) {
    assertPluginCounted(jdk, "child-first");
  }

  @OnEachJdk
  void classesOfALoaderThatDelegatesOnlyJavaPackagesAreCounted(Jdk jdk) {
    assertPluginCounted(jdk, "only-java");
  }

  @OnEachJdk
  void classesOfALoaderWithoutParentAreCounted(Jdk jdk) {
    assertPluginCounted(jdk, "orphan");
  }

  @OnEachJdk
  void redeployedClassesCountOnAndTheirLoadersAreCollected(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).main("Redeployments", "50", plugin.toString());
    try (ForkedJvm jvm = launch.start()) {
      jvm.awaitReady();
      assertThat(jvm.stdout()).contains("loaders left 0");
      assertThat(
              jvm.metrics().value("deployments_started_total", "application=plugin", "strategy="))
          .isEqualTo(50);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void classesOfANamedModuleAreCounted(Jdk jdk, @TempDir Path modular) throws IOException {
    jdk.assumeAtLeast(11, "the module path (tested from 11 on)");
    Path annotations = Jars.annotations(modular);
    Path classes =
        new Sources()
            .release(11)
            .options("--module-path", annotations.toString())
            .file("module-info.java", MODULE)
            .file("com/acme/modular/Main.java", MODULE_MAIN)
            .compileTo(modular);
    JvmLaunch alone =
        JvmLaunch.withAgent(jdk).module(List.of(classes), "com.acme.modular/com.acme.modular.Main");
    JvmLaunch withAnnotations =
        JvmLaunch.withAgent(jdk)
            .jvm("--add-modules", "io.deploytelemetry.annotations")
            .module(List.of(classes, annotations), "com.acme.modular/com.acme.modular.Main");
    for (JvmLaunch launch : List.of(alone, withAnnotations)) {
      try (ForkedJvm jvm = launch.start()) {
        jvm.awaitReady();
        assertThat(jvm.metrics().value("deployments_started_total", "application=modular"))
            .isEqualTo(1);
        assertThat(jvm.stderr()).hasSize(1);
      }
    }
  }

  @OnEachJdk
  void aSourceFileGivenToTheLauncherIsAnApplicationAndCounted(Jdk jdk, @TempDir Path sources)
      throws IOException {
    jdk.assumeAtLeast(11, "java File.java");
    Path file = Files.createDirectories(sources.resolve("com/acme/modular")).resolve("Main.java");
    Files.writeString(file, MODULE_MAIN);
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk).jvm("-cp", Artifacts.annotations().toString(), file.toString());
    try (ForkedJvm jvm = launch.start()) {
      jvm.awaitReady();
      assertThat(jvm.metrics().value("deployments_started_total", "application=modular"))
          .isEqualTo(1);
    }
  }

  private static void assertPluginCounted(Jdk jdk, String loader) {
    JvmLaunch launch = JvmLaunch.withAgent(jdk).main("PluginHost", loader, plugin.toString());
    try (ForkedJvm jvm = launch.start()) {
      var metrics = jvm.awaitReady().metrics();
      assertThat(
              metrics.value(
                  "deployments_total", "application=plugin", "strategy=", "outcome=success"))
          .isEqualTo(1);
      assertThat(
              metrics.value(
                  "deployments_total", "application=plugin", "strategy=inner", "outcome=failure"))
          .isEqualTo(1);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
