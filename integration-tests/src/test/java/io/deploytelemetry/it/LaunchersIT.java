package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jars;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which an application is started: with each it is counted, and served at once. */
class LaunchersIT {

  private static final String MODULE =
      """
      module com.acme.modular {
        requires static io.deploytelemetry.annotations;
      }
      """;

  private static final String MAIN =
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

  /** Loads the application itself, and the agent where the JVM tells it to. */
  private static final String LOADER =
      """
      package com.acme;

      import java.io.File;
      import java.net.MalformedURLException;
      import java.net.URL;
      import java.net.URLClassLoader;

      public final class OwnSystemLoader extends URLClassLoader {

        public OwnSystemLoader(ClassLoader parent) throws MalformedURLException {
          super(new URL[0], parent);
          for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            appendToClassPathForInstrumentation(element);
          }
        }

        void appendToClassPathForInstrumentation(String element) throws MalformedURLException {
          addURL(new File(element).toURI().toURL());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
          Class<?> loaded = findLoadedClass(name);
          boolean isOwn = loaded == null && name.startsWith("com.acme.subjects.");
          return loaded != null ? loaded : isOwn ? findClass(name) : super.loadClass(name, resolve);
        }
      }
      """;

  @OnEachJdk
  void aSecurityManagerThatTrustsTheAgentsJarLetsItWork(Jdk jdk, @TempDir Path own)
      throws IOException {
    assumeTrue(jdk.version() < 24, "24 has no security manager any more");
    Path policy =
        Files.writeString(
            own.resolve("policy"),
            "grant codeBase \""
                + Artifacts.agent().toUri()
                + "\" { permission java.security.AllPermission; };");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("-Djava.security.manager", "-Djava.security.policy=" + policy)
            .main("OneDeployment");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      assertThat(jvm.metrics().value("deployments_total", "outcome=success")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void underASecurityManagerThatDoesNotTheAgentSaysThatItDoesNothing(Jdk jdk) {
    assumeTrue(jdk.version() < 24, "24 has no security manager any more");
    Ending ending =
        JvmLaunch.withAgent(jdk).jvm("-Djava.security.manager").main("OneDeployment").run();
    assertThat(ending.exitCode()).isZero();
    assertThat(ending.stdout()).containsExactly("ready");
    assertThat(ending.stderr())
        .filteredOn(line -> !line.startsWith("WARNING: ")) // from 17 on, of the JVM's own
        .singleElement()
        .asString()
        .startsWith("[telemetry] ")
        .contains("does nothing", "access denied");
  }

  @OnEachJdk
  void aClassThatAnotherSystemLoaderLoads(Jdk jdk, @TempDir Path directory) throws IOException {
    Path classes = new Sources().file("com/acme/OwnSystemLoader.java", LOADER).compileTo(directory);
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk)
            .jvm("-Djava.system.class.loader=com.acme.OwnSystemLoader")
            .classPath(classes, Artifacts.subjects(), Artifacts.annotations())
            .main("OneDeployment")
            .start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
    }
  }

  @OnEachJdk
  void aClassOnTheClassPath(Jdk jdk) {
    assertCounted(JvmLaunch.withAgent(jdk).main("OneDeployment", "an argument", "another.jar"));
  }

  @OnEachJdk
  void aClassOnTheClassPathOfTheEnvironment(Jdk jdk) {
    assertCounted(
        JvmLaunch.withAgent(jdk)
            .env("CLASSPATH", Artifacts.subjects().toString())
            .jvm("com.acme.subjects.OneDeployment"));
  }

  @OnEachJdk
  void anExecutableJar(Jdk jdk, @TempDir Path directory) throws IOException {
    assertCounted(JvmLaunch.withAgent(jdk).jar(application(directory.resolve("app.jar"))));
  }

  @OnEachJdk
  void anExecutableJarWithSpacesInItsPathAndArguments(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path spaced = Files.createDirectory(directory.resolve("my applications"));
    assertCounted(
        JvmLaunch.withAgent(jdk)
            .jar(application(spaced.resolve("my app.jar")), "an argument", "another.jar"));
  }

  @OnEachJdk
  void anExecutableJarWithTheAgentInTheEnvironment(Jdk jdk, @TempDir Path directory)
      throws IOException {
    assertCounted(
        JvmLaunch.plain(jdk)
            .env("JAVA_TOOL_OPTIONS", JvmLaunch.javaagent("port=0"))
            .jar(application(directory.resolve("app.jar"))));
  }

  @OnEachJdk
  void aModule(Jdk jdk, @TempDir Path directory) throws IOException {
    jdk.assumeAtLeast(11, "the module path (tested from 11 on)");
    Path classes = module(directory);
    assertCounted(
        JvmLaunch.withAgent(jdk)
            .module(List.of(classes), "com.acme.modular/com.acme.modular.Main"));
  }

  @OnEachJdk
  void aModuleThatHasTheAnnotationsAtRunTime(Jdk jdk, @TempDir Path directory) throws IOException {
    jdk.assumeAtLeast(11, "the module path (tested from 11 on)");
    Path classes = module(directory);
    assertCounted(
        JvmLaunch.withAgent(jdk)
            .jvm("--add-modules", "io.deploytelemetry.annotations")
            .module(
                List.of(classes, Jars.annotations(directory)),
                "com.acme.modular/com.acme.modular.Main"));
  }

  @OnEachJdk
  void aModuleWithoutTheJvmsManagementIsToldWhatItsMetricsNeed(Jdk jdk, @TempDir Path directory)
      throws IOException {
    jdk.assumeAtLeast(11, "the module path (tested from 11 on)");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("--limit-modules", "java.base,java.instrument,com.acme.modular")
            .module(List.of(module(directory)), "com.acme.modular/com.acme.modular.Main");
    try (ForkedJvm jvm = launch.start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(jvm.awaitStderr(line -> line.contains("java.management")))
          .startsWith("[telemetry] ");
      assertThat(jvm.stderr()).hasSize(2);
    }
  }

  @OnEachJdk
  void aModuleHasTheJvmsMetricsWhereItHasItsManagement(Jdk jdk, @TempDir Path directory)
      throws IOException {
    jdk.assumeAtLeast(11, "the module path (tested from 11 on)");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("--add-modules", "java.management,jdk.management")
            .module(List.of(module(directory)), "com.acme.modular/com.acme.modular.Main");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      await().atMost(Duration.ofSeconds(10)).until(() -> jvm.metrics().has("jvm_runtime_info"));
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void aSourceFile(Jdk jdk, @TempDir Path directory) throws IOException {
    jdk.assumeAtLeast(11, "java File.java");
    Path file = Files.createDirectories(directory.resolve("com/acme/modular")).resolve("Main.java");
    Files.writeString(file, MAIN);
    assertCounted(
        JvmLaunch.withAgent(jdk).jvm("-cp", Artifacts.annotations().toString(), file.toString()));
  }

  private static void assertCounted(JvmLaunch launch) {
    try (ForkedJvm jvm = launch.start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(jvm.stderr()).filteredOn(line -> !line.startsWith("Picked up ")).hasSize(1);
    }
  }

  private static Path application(Path jar) throws IOException {
    return Jars.merge(
        jar,
        Map.of("Main-Class", "com.acme.subjects.OneDeployment"),
        List.of(Artifacts.subjects(), Artifacts.annotations()));
  }

  private static Path module(Path directory) throws IOException {
    return new Sources()
        .release(11)
        .options("--module-path", Jars.annotations(directory).toString())
        .file("module-info.java", MODULE)
        .file("com/acme/modular/Main.java", MAIN)
        .compileTo(directory);
  }
}
