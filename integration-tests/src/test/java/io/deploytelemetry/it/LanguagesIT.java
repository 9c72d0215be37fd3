package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Classes of other languages, by their own compilers. Needs {@code -Pdownloads}. */
class LanguagesIT {

  private static final String KOTLIN =
      """
      package com.acme

      import io.deploytelemetry.annotations.Deployment
      import io.deploytelemetry.annotations.HealthCheck

      data class Release(val application: String, val version: String)
      data class Result(val status: String)

      interface Deploys {
        @Deployment(
          application = "{release.application}",
          strategy = "{this.region}",
          version = "{release.version}",
          outcome = "{result.status}")
        fun deploy(release: Release, dryRun: Boolean = false): Result
      }

      class Deployer(val region: String) : Deploys {
        override fun deploy(release: Release, dryRun: Boolean): Result {
          val chosen = listOf("SUCCESS", "FAILED").first { !dryRun }
          return Result(chosen)
        }
      }

      object Checks {
        @HealthCheck(value = "works", every = "100ms")
        fun works() = true
      }

      fun main() {
        println(Deployer("eu").deploy(Release("shop", "1.0")))
        println(Checks)
        println("ready")
        readLine()
      }
      """;

  private static final String SCALA =
      """
      package com.acme

      import io.deploytelemetry.annotations.{Deployment, HealthCheck}

      case class Release(application: String, version: String)
      case class Result(status: String)

      trait Deploys {
        @Deployment(
          application = "{release.application}",
          strategy = "{this.region}",
          version = "{release.version}",
          outcome = "{result.status}")
        def deploy(release: Release): Result
      }

      class Deployer(val region: String) extends Deploys {
        def deploy(release: Release): Result = release match {
          case Release("", _) => Result("FAILED")
          case Release(_, _) => Result("SUCCESS")
        }
      }

      object Main {
        @HealthCheck(value = "works", every = "100ms")
        def works(): Boolean = true

        def main(arguments: Array[String]): Unit = {
          println(new Deployer("eu").deploy(Release("shop", "1.0")))
          println("ready")
          System.in.read()
        }
      }
      """;

  private static final String GROOVY =
      """
      package com.acme

      import io.deploytelemetry.annotations.Deployment
      import io.deploytelemetry.annotations.HealthCheck
      import groovy.transform.CompileStatic

      class Release {
        String application
        String version
      }

      class Result {
        String status
      }

      class Dynamic {
        String region = 'eu'

        @Deployment(
          application = '{release.application}',
          strategy = '{this.region}',
          version = '{release.version}',
          outcome = '{result.status}')
        Result deploy(Release release) {
          new Result(status: release.application ? 'SUCCESS' : 'FAILED')
        }
      }

      @CompileStatic
      class Static {
        @HealthCheck(value = 'works', every = '100ms')
        boolean works() {
          [1, 2, 3].collect { it * 2 }.size() == 3
        }
      }

      class Main {
        static void main(String... arguments) {
          println(new Dynamic().deploy(new Release(application: 'shop', version: '1.0')))
          def kept = new Static()
          println('ready')
          System.in.read()
          println(kept)
        }
      }
      """;

  @TempDir private Path directory;

  @OnEachJdk
  void kotlin(Jdk jdk) throws IOException {
    List<Path> compiler =
        Artifacts.tools(
            "kotlin-compiler-embeddable",
            "kotlin-stdlib",
            "kotlin-script-runtime",
            "kotlin-daemon-embeddable",
            "kotlin-reflect",
            "annotations",
            "trove4j",
            "kotlinx-coroutines-core-jvm");
    List<Path> library = Artifacts.tools("kotlin-stdlib");
    compile(
        compiler,
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
        "Main.kt",
        KOTLIN,
        library,
        "-no-stdlib",
        "-no-reflect",
        "-jvm-target",
        "1.8");
    assertMeasured(jdk, library, "com.acme.MainKt");
  }

  @OnEachJdk
  void scala2(Jdk jdk) throws IOException {
    List<Path> library = Artifacts.tools("scala-library");
    List<Path> compiler = new ArrayList<>(library);
    compiler.addAll(Artifacts.tools("scala-compiler", "scala-reflect"));
    compile(compiler, "scala.tools.nsc.Main", "Main.scala", SCALA, library, "-target:8", "-nowarn");
    assertMeasured(jdk, library, "com.acme.Main");
  }

  @OnEachJdk
  void scala3(Jdk jdk) throws IOException {
    List<Path> library = Artifacts.tools("scala3-library_3", "scala-library");
    List<Path> compiler = new ArrayList<>(library);
    compiler.addAll(
        Artifacts.tools(
            "scala3-compiler_3",
            "scala3-interfaces",
            "tasty-core_3",
            "scala-asm",
            "compiler-interface",
            "util-interface"));
    compile(compiler, "dotty.tools.dotc.Main", "Main.scala", SCALA, library, "-nowarn");
    assertMeasured(jdk, library, "com.acme.Main");
  }

  @OnEachJdk
  void groovyStaticAndDynamic(Jdk jdk) throws IOException {
    List<Path> library = Artifacts.tools("groovy");
    compile(
        library,
        "org.codehaus.groovy.tools.FileSystemCompiler",
        "Main.groovy",
        GROOVY,
        library,
        "--parameters");
    assertMeasured(jdk, library, "com.acme.Main");
  }

  /** Compilers do not run on every JDK; what they make does. */
  private void compile(
      List<Path> compiler,
      String main,
      String name,
      String text,
      List<Path> library,
      String... options)
      throws IOException {
    Path source = Files.writeString(directory.resolve(name), text);
    List<Path> classPath = new ArrayList<>(library);
    classPath.add(Artifacts.annotations());
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-d", classes().toString(), "-classpath", Artifacts.path(classPath)));
    arguments.add(source.toString());
    Jdk own = new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
    Ending ending =
        JvmLaunch.plain(own)
            .jvm("-Dgroovy.target.bytecode=1.8")
            .classPath(compiler)
            .main(main, arguments.toArray(new String[0]))
            .run();
    assertThat(ending.exitCode()).as(ending.toString()).isZero();
  }

  private Path classes() throws IOException {
    return Files.createDirectories(directory.resolve("classes"));
  }

  private void assertMeasured(Jdk jdk, List<Path> library, String main) throws IOException {
    List<Path> classPath = new ArrayList<>(library);
    classPath.add(classes());
    classPath.add(Artifacts.annotations());
    JvmLaunch launch = JvmLaunch.withAgent(jdk).jvm("-Xverify:all").classPath(classPath).main(main);
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      Exposition metrics = jvm.metrics();
      String[] labels = {"application=shop", "strategy=eu", "outcome=success"};
      assertThat(metrics.value("deployments_total", labels)).isEqualTo(1);
      assertThat(metrics.value("deployment_info", "application=shop", "version=1.0")).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  jvm.metrics().value("health_checks_total", "check=works", "outcome=success") > 1);
      assertThat(jvm.get("/status").json().path("notes")).isEmpty();
      assertThat(jvm.metrics().value("telemetry_agent_advice_errors_total")).isZero();
    }
  }
}
