package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * Suspend functions as four of Kotlin's compilers make them, each with coroutines of its time. The
 * program prints what its functions come to and on which threads; it prints the same without the
 * agent. Needs {@code -Pdownloads}.
 */
class SuspendIT {

  private static final String SOURCE = "/kotlin/Suspending.kt";

  /** The program without the agent says the same on every JDK. */
  private static final Map<String, List<String>> PLAIN = new HashMap<>();

  @TempDir private static Path directory;

  @OnEachJdk
  void kotlin16(Jdk jdk) throws IOException {
    assertMeasured(jdk, "1.6");
  }

  @OnEachJdk
  void kotlin19(Jdk jdk) throws IOException {
    assertMeasured(jdk, "1.9");
  }

  @OnEachJdk
  void kotlin21(Jdk jdk) throws IOException {
    assertMeasured(jdk, "2.1");
  }

  @OnEachJdk
  void kotlin24(Jdk jdk) throws IOException {
    assertMeasured(jdk, "2.4");
  }

  private void assertMeasured(Jdk jdk, String line) throws IOException {
    List<Path> classPath = classPath(line);
    List<String> plain = PLAIN.get(line);
    if (plain == null) {
      try (ForkedJvm jvm = start(JvmLaunch.plain(jdk), classPath)) {
        plain = jvm.stdout();
        PLAIN.put(line, plain);
      }
    }
    try (ForkedJvm jvm = start(JvmLaunch.withAgent(jdk).jvm("-Xverify:all"), classPath)) {
      assertThat(jvm.stdout()).isEqualTo(plain);
      assertCounted(jvm.metrics());
      assertThat(jvm.get("/status").json().path("skipped")).isEmpty();
      assertThat(jvm.get("/status").json().path("notes"))
          .singleElement()
          .asString()
          .contains("a suspend function can only be observed");
      assertThat(jvm.metrics().value("telemetry_agent_advice_errors_total")).isZero();
    }
  }

  private static void assertCounted(Exposition metrics) {
    String[] shop = {"application=shop", "outcome=success"};
    assertThat(metrics.value("deployments_total", shop)).isOne();
    assertThat(metrics.value("deployment_info", "application=shop", "version=1.0")).isOne();
    assertThat(metrics.value("deployment_targets_updated_total", "application=shop")).isEqualTo(3);
    assertThat(metrics.sum("health_checks_total", "check=works", "outcome=failure")).isOne();
    Map<String, String> once =
        Map.ofEntries(
            Map.entry("default method", "success"),
            Map.entry("static", "success"),
            Map.entry("extension", "success"),
            Map.entry("operator", "success"),
            Map.entry("generic", "success"),
            Map.entry("inline class", "success"),
            Map.entry("without suspension", "success"),
            Map.entry("throws first", "failure"),
            Map.entry("throws later", "failure"),
            Map.entry("cancelled", "cancellation"),
            Map.entry("timed out within", "timeout"),
            Map.entry("timed out without", "timeout"),
            Map.entry("try and finally", "success"),
            Map.entry("recursive", "success"),
            Map.entry("in other contexts", "success"),
            Map.entry("overridden", "success"),
            Map.entry("resumed before it returns", "success"),
            Map.entry("flow", "success"),
            Map.entry("word", "failure"),
            Map.entry("sequence", "success"));
    once.forEach(
        (operation, outcome) -> {
          String[] labels = {"operation=" + operation, "outcome=" + outcome};
          assertThat(metrics.value("operations_total", labels)).as(operation).isOne();
          assertThat(metrics.sum("operations_total", "operation=" + operation))
              .as(operation)
              .isOne();
        });
    assertThat(metrics.value("operations_total", "operation=asyncs", "outcome=success"))
        .isEqualTo(1 + 3 + 9); // a coroutine of its own each
    assertThat(metrics.value("operations_total", "operation=named shop 7", "outcome=success"))
        .isOne();
    assertThat(metrics.value("operations_total", "operation=mass", "outcome=success"))
        .isEqualTo(10_000);
    assertThat(metrics.value("operations_in_progress", "operation=never")).isOne();
    assertThat(metrics.sum("operations_in_progress")).isOne();
    assertThat(metrics.sum("deployments_in_progress")).isZero();
  }

  private static ForkedJvm start(JvmLaunch launch, List<Path> classPath) {
    return launch.classPath(classPath).main("com.acme.SuspendingKt").start().awaitReady();
  }

  private static List<Path> classPath(String line) throws IOException {
    List<Path> classPath = new ArrayList<>();
    classPath.addAll(Artifacts.kotlin(line, "kotlin-stdlib", "kotlinx-coroutines-core-jvm"));
    classPath.add(Artifacts.annotations());
    Path classes = directory.resolve(line);
    if (!Files.exists(classes)) {
      compile(line, classPath, classes);
    }
    classPath.add(classes);
    return classPath;
  }

  private static void compile(String line, List<Path> library, Path classes) throws IOException {
    Path source = directory.resolve("Suspending.kt");
    try (InputStream text = SuspendIT.class.getResourceAsStream(SOURCE)) {
      Files.write(source, text.readAllBytes());
    }
    List<Path> compiler = new ArrayList<>();
    compiler.addAll(Artifacts.kotlin(line, "kotlin-compiler-embeddable", "kotlin-stdlib"));
    compiler.addAll(
        Artifacts.tools(
            "kotlin-script-runtime",
            "kotlin-daemon-embeddable",
            "kotlin-reflect",
            "annotations",
            "trove4j",
            "kotlinx-coroutines-core-jvm"));
    Jdk own = new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
    Ending ending =
        JvmLaunch.plain(own)
            .classPath(compiler)
            .main(
                "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                "-no-stdlib",
                "-no-reflect",
                "-nowarn",
                "-jvm-target",
                "1.8",
                "-d",
                classes.toString(),
                "-classpath",
                Artifacts.path(library),
                source.toString())
            .run();
    assertThat(ending.exitCode()).as(ending.toString()).isZero();
  }
}
