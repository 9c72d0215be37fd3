package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An application that uses Byte Buddy and client_java itself, in other versions. */
class OwnLibrariesIT {

  private static final String APPLICATION =
      """
      package com.acme.subjects;

      import io.deploytelemetry.annotations.Deployment;
      import io.prometheus.metrics.core.metrics.Counter;
      import io.prometheus.metrics.exporter.httpserver.HTTPServer;
      import net.bytebuddy.ByteBuddy;
      import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
      import net.bytebuddy.implementation.FixedValue;
      import net.bytebuddy.matcher.ElementMatchers;

      public final class OwnLibraries {
        public static void main(String[] args) throws Exception {
          Class<?> made = new ByteBuddy()
              .subclass(Object.class)
              .method(ElementMatchers.named("toString"))
              .intercept(FixedValue.value("made by " + versionOf(ByteBuddy.class)))
              .make()
              .load(OwnLibraries.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
              .getLoaded();
          Stage.say(made.getDeclaredConstructor().newInstance().toString());
          Counter counter = Counter.builder().name("own_total").help("own").register();
          counter.inc();
          Stage.say("counted by " + versionOf(Counter.class));
          deploy();
          HTTPServer server = HTTPServer.builder().port(0).buildAndStart();
          Stage.say("port " + server.getPort());
          Stage.pause();
          server.close();
        }

        private static String versionOf(Class<?> type) {
          String file = type.getProtectionDomain().getCodeSource().getLocation().getPath();
          return file.substring(file.lastIndexOf('/') + 1);
        }

        @Deployment(application = "own-libraries")
        static void deploy() {}
      }
      """;

  @TempDir private static Path directory;
  private static List<Path> classPath;

  @BeforeAll
  static void compile() throws IOException {
    classPath = new ArrayList<>(Artifacts.otherVersions());
    classPath.add(Artifacts.subjects());
    Path classes =
        new Sources()
            .classPath(classPath)
            .file("com/acme/subjects/OwnLibraries.java", APPLICATION)
            .compileTo(directory);
    classPath.add(classes);
    classPath.add(Artifacts.annotations());
  }

  @OnEachJdk
  void otherVersionsOfByteBuddyAndOfThePrometheusClientWorkUndisturbed(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk).classPath(classPath).main("OwnLibraries").start()) {
      jvm.awaitReady();
      assertThat(jvm.stdout().get(0)).startsWith("made by byte-buddy-1.14.");
      assertThat(jvm.stdout().get(1)).startsWith("counted by prometheus-metrics-core-1.3.");
      int own = Integer.parseInt(jvm.stdout().get(2).substring("port ".length()));
      var ownMetrics = Http.metrics(own);
      assertThat(ownMetrics.value("own_total")).isEqualTo(1);
      assertThat(ownMetrics.has("deployments_total")).isFalse();
      var agentMetrics = jvm.metrics();
      assertThat(agentMetrics.value("deployments_started_total", "application=own-libraries"))
          .isEqualTo(1);
      assertThat(agentMetrics.has("own_total")).isFalse();
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
