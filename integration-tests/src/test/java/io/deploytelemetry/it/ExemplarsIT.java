package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Exemplar;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.PrometheusServer;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** OpenTelemetry's API in the application; for its agent see {@link SecondAgentIT}. */
class ExemplarsIT {

  /** Each command is a span, and answered with its trace. */
  private static final String TRACED =
      """
      package com.acme.traced;

      import io.deploytelemetry.annotations.Deployment;
      import io.deploytelemetry.annotations.Operation;
      import io.opentelemetry.api.trace.Span;
      import io.opentelemetry.api.trace.SpanContext;
      import io.opentelemetry.api.trace.TraceFlags;
      import io.opentelemetry.api.trace.TraceState;
      import io.opentelemetry.api.trace.Tracer;
      import io.opentelemetry.context.Scope;
      import io.opentelemetry.sdk.trace.SdkTracerProvider;
      import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
      import io.opentelemetry.sdk.trace.export.SpanExporter;
      import java.util.Scanner;
      import java.util.concurrent.CompletableFuture;

      public final class Traced {
        private static final Tracer TRACER =
            SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                .build()
                .get("traced");

        public static void main(String[] args) throws Exception {
          System.out.println("ready");
          Scanner commands = new Scanner(System.in);
          while (commands.hasNextLine()) {
            System.out.println(answer(commands.nextLine()));
          }
        }

        private static String answer(String command) throws Exception {
          if (command.equals("alone")) {
            return "done " + deploy(true);
          }
          Span span =
              command.equals("unsampled")
                  ? Span.wrap(
                      SpanContext.create(
                          "0af7651916cd43dd8448eb211c80319c",
                          "b7ad6b7169203331",
                          TraceFlags.getDefault(),
                          TraceState.getDefault()))
                  : TRACER.spanBuilder(command).startSpan();
          CompletableFuture<String> other = new CompletableFuture<>();
          try (Scope scope = span.makeCurrent()) {
            if (command.equals("later")) {
              reconcile(other);
            } else {
              deploy(!command.equals("fail"));
            }
          }
          if (command.equals("later")) {
            Span unrelated = TRACER.spanBuilder("unrelated").startSpan();
            Thread thread =
                new Thread(
                    () -> {
                      try (Scope scope = unrelated.makeCurrent()) {
                        other.complete("reconciled");
                      }
                    });
            thread.start();
            thread.join();
          }
          return span.getSpanContext().getTraceId() + " " + span.getSpanContext().getSpanId();
        }

        @Deployment(application = "traced")
        static boolean deploy(boolean succeeds) {
          return succeeds;
        }

        @Operation("reconcile")
        static CompletableFuture<String> reconcile(CompletableFuture<String> result) {
          return result;
        }
      }
      """;

  /** Adds to the storage of contexts what has to be there before it is first used. */
  private static final String LATE_STORAGE =
      """
      package com.acme.traced;

      import io.deploytelemetry.annotations.Deployment;
      import io.opentelemetry.api.trace.Span;
      import io.opentelemetry.context.Context;
      import io.opentelemetry.context.ContextStorage;
      import java.util.concurrent.atomic.AtomicBoolean;

      public final class LateStorage {
        public static void main(String[] args) throws Exception {
          System.out.println("span " + Span.getInvalid().getSpanContext().isValid());
          deploy();
          AtomicBoolean isUsed = new AtomicBoolean();
          ContextStorage.addWrapper(
              storage -> {
                isUsed.set(true);
                return storage;
              });
          Context.current();
          System.out.println("wrapper used " + isUsed);
          System.out.println("ready");
          System.in.read();
        }

        @Deployment(application = "early")
        static void deploy() {}
      }
      """;

  /** A plug-in with an API of its own; the other one differs in its name alone. */
  private static final String PLUGIN =
      """
      package com.acme.traced;

      import io.deploytelemetry.annotations.Deployment;
      import io.opentelemetry.api.trace.Span;
      import io.opentelemetry.context.Scope;
      import io.opentelemetry.sdk.trace.SdkTracerProvider;
      import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
      import io.opentelemetry.sdk.trace.export.SpanExporter;
      import java.util.function.Function;

      public final class PluginNAME implements Function<Runnable, String>, Runnable {
        @Override
        public String apply(Runnable within) {
          SdkTracerProvider provider =
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                  .build();
          Span span = provider.get("NAME").spanBuilder("NAME").startSpan();
          try (Scope scope = span.makeCurrent()) {
            within.run();
          }
          return span.getSpanContext().getTraceId();
        }

        @Override
        public void run() {
          deploy();
        }

        @Deployment(application = "NAME")
        private void deploy() {}
      }
      """;

  private static final String HOST =
      """
      package com.acme.traced;

      import java.io.File;
      import java.lang.ref.WeakReference;
      import java.net.URL;
      import java.net.URLClassLoader;
      import java.util.ArrayList;
      import java.util.List;
      import java.util.function.Function;

      public final class Host {
        public static void main(String[] args) throws Exception {
          List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            run(args, loaders);
          }
          int left = loaders.size();
          for (int i = 0; i < 300 && left > 0; i++) {
            System.gc();
            Thread.sleep(50);
            left = 0;
            for (WeakReference<ClassLoader> loader : loaders) {
              left += loader.get() == null ? 0 : 1;
            }
          }
          System.out.println("loaders left " + left);
          run(args, loaders);
          System.out.println("ready");
          System.in.read();
        }

        private static void run(String[] path, List<WeakReference<ClassLoader>> loaders)
            throws Exception {
          Object one = plugin("One", path, loaders);
          Object two = plugin("Two", path, loaders);
          String[] ids = new String[2];
          ids[0] =
              in(
                  one,
                  () ->
                      ids[1] =
                          in(
                              two,
                              () -> {
                                ((Runnable) one).run();
                                ((Runnable) two).run();
                              }));
          System.out.println(ids[0] + " " + ids[1]);
        }

        @SuppressWarnings("unchecked")
        private static String in(Object plugin, Runnable within) {
          return ((Function<Runnable, String>) plugin).apply(within);
        }

        private static Object plugin(
            String name, String[] path, List<WeakReference<ClassLoader>> loaders) throws Exception {
          URL[] urls = new URL[path.length];
          for (int i = 0; i < urls.length; i++) {
            urls[i] = new File(path[i]).toURI().toURL();
          }
          ClassLoader loader = new URLClassLoader(urls, Host.class.getClassLoader());
          loaders.add(new WeakReference<>(loader));
          return loader.loadClass("com.acme.traced.Plugin" + name).getDeclaredConstructor().newInstance();
        }
      }
      """;

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private static List<Path> api;
  private static Path classes;
  private static Path host;

  @BeforeAll
  static void compile() throws IOException {
    api =
        Artifacts.tools(
            "opentelemetry-api",
            "opentelemetry-common",
            "opentelemetry-context",
            "opentelemetry-sdk-common",
            "opentelemetry-sdk-trace");
    classes =
        new Sources()
            .classPath(api)
            .file("com/acme/traced/Traced.java", TRACED)
            .file("com/acme/traced/LateStorage.java", LATE_STORAGE)
            .file("com/acme/traced/PluginOne.java", PLUGIN.replace("NAME", "One"))
            .file("com/acme/traced/PluginTwo.java", PLUGIN.replace("NAME", "Two"))
            .compileTo(directory.resolve("application"));
    host =
        new Sources().file("com/acme/traced/Host.java", HOST).compileTo(directory.resolve("host"));
  }

  @OnMatrix
  void histogramsAndCountersLeadToTheSpanThatTheLatestCallEndedIn(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      String succeeded = jvm.ask("deploy");
      String failed = jvm.ask("fail");
      for (String outcome : List.of("success " + succeeded, "failure " + failed)) {
        String[] words = outcome.split(" ");
        String label = "outcome=" + words[0];
        List<Exemplar> buckets = Exemplar.of(jvm, "deployment_duration_seconds_bucket", label);
        assertThat(buckets).hasSize(1);
        Exemplar bucket = buckets.get(0);
        assertThat(List.of(bucket.traceId(), bucket.spanId())).containsExactly(words[1], words[2]);
        assertThat(bucket.of().labels()).containsEntry("le", "1.0");
        assertThat(bucket.value())
            .isEqualTo(jvm.metrics().value("deployment_duration_seconds_sum", label));
        assertThat(bucket.timestamp() * 1e3)
            .isBetween(System.currentTimeMillis() - 60e3, System.currentTimeMillis() + 1e3);
        assertThat(Exemplar.traceId(jvm, "deployments_total", label)).isEqualTo(words[1]);
      }
      await()
          .atMost(SOON)
          .until(
              () ->
                  jvm.ask("deploy")
                      .startsWith(Exemplar.traceId(jvm, "deployments_total", "outcome=success")));
      assertThat(jvm.metrics().value("telemetry_agent_advice_errors_total")).isZero();
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnMatrix
  void aCallThatGoesOnElsewhereLeadsToTheSpanThatItBeganIn(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      String span = jvm.ask("later");
      assertThat(span).startsWith(Exemplar.traceId(jvm, "operations_total", "outcome=success"));
      assertThat(span).startsWith(Exemplar.traceId(jvm, "operation_duration_seconds_bucket"));
    }
  }

  @OnFirstJdk
  void aSpanThatIsNotSampledAndACallWithoutOneLeaveNothing(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      jvm.ask("unsampled");
      jvm.ask("alone");
      assertThat(jvm.metrics().value("deployments_total", "outcome=success")).isEqualTo(2);
      assertThat(Exemplar.of(jvm, "deployments_total")).isEmpty();
    }
  }

  @OnFirstJdk
  void theTextFormatHasNoneAndTheOptionSwitchesThemOff(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0")) {
      jvm.ask("deploy");
      assertThat(Exemplar.of(jvm, "deployments_total")).hasSize(1);
      assertThat(jvm.get("/metrics").text()).doesNotContain("trace_id");
    }
    try (ForkedJvm jvm = start(jdk, "port=0,exemplars=false")) {
      jvm.ask("deploy");
      assertThat(Exemplar.of(jvm, "deployments_total")).isEmpty();
      assertThat(jvm.metrics().value("deployments_total", "outcome=success")).isEqualTo(1);
    }
  }

  @OnMatrix
  void theStorageOfContextsIsLeftToTheApplicationToSetUp(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk).classPath(classPath()).main("com.acme.traced.LateStorage");
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      jvm.port();
      assertThat(jvm.stdout()).containsExactly("span false", "wrapper used true", "ready");
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnMatrix
  void ofSeveralCopiesOfTheApiTheOneOfTheWovenClassIsAskedAndNoneIsHeld(Jdk jdk) {
    List<String> path = new ArrayList<>();
    path.add(classes.toString());
    api.forEach(jar -> path.add(jar.toString()));
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .classPath(host, Artifacts.annotations())
            .main("com.acme.traced.Host", path.toArray(String[]::new));
    try (ForkedJvm jvm = launch.start().awaitReady()) {
      List<String> said = jvm.stdout();
      assertThat(said).contains("loaders left 0");
      String[] ids = said.get(said.size() - 2).split(" ");
      assertThat(Exemplar.traceId(jvm, "deployments_total", "application=One")).isEqualTo(ids[0]);
      assertThat(Exemplar.traceId(jvm, "deployments_total", "application=Two")).isEqualTo(ids[1]);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnFirstJdk
  void prometheusKeepsThem(Jdk jdk) throws IOException {
    assertKept(
        jdk,
        "exemplar-storage",
        "deployments_total",
        "deployment_duration_seconds_bucket{le='1.0'}");
  }

  @OnFirstJdk
  void prometheusKeepsThoseOfNativeHistograms(Jdk jdk) throws IOException {
    assertKept(
        jdk,
        "exemplar-storage,native-histograms",
        "deployments_total",
        "deployment_duration_seconds");
  }

  private static void assertKept(Jdk jdk, String features, String... selectors) throws IOException {
    try (ForkedJvm jvm = start(jdk, "port=0");
        PrometheusServer prometheus =
            PrometheusServer.startWithFeatures(
                Files.createTempDirectory(directory, "prometheus"),
                "- job_name: traced\n  static_configs: [{targets: ['127.0.0.1:%d']}]\n"
                    .formatted(jvm.port()),
                features)) {
      String span = jvm.ask("deploy");
      for (String series : selectors) {
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(prometheus.exemplars(series).findValuesAsText("trace_id"))
                        .hasSize(1)
                        .allMatch(span::startsWith));
      }
    }
  }

  private static ForkedJvm start(Jdk jdk, String options) {
    return JvmLaunch.withAgent(jdk, options)
        .classPath(classPath())
        .main("com.acme.traced.Traced")
        .start()
        .awaitReady();
  }

  private static List<Path> classPath() {
    List<Path> path = new ArrayList<>(api);
    path.add(classes);
    path.add(Artifacts.annotations());
    return path;
  }
}
