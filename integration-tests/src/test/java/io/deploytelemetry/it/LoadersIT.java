package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
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
  void aLoadedClassWhoseClassFileNobodyFindsIsWovenWhenTheAgentIsAttached(Jdk jdk) {
    JvmLaunch launch = JvmLaunch.plain(jdk).main("PluginHost", "only-java", plugin.toString());
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.attachAgent("port=0");
      jvm.port();
      jvm.ask("run");
      assertThat(
              jvm.metrics()
                  .value("deployments_total", "application=plugin", "strategy=", "outcome=success"))
          .isEqualTo(1);
    }
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
