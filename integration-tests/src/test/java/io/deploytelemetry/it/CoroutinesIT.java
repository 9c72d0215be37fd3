package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.OnFirstJdk;
import io.deploytelemetry.it.harness.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Suspend functions of Kotlin's own library, named in rules and called from Java with a
 * continuation that somebody wrote: they suspend, go on and are cancelled at commands.
 */
class CoroutinesIT {

  private static final List<Path> KOTLIN =
      Artifacts.kotlin("2.4", "kotlin-stdlib", "kotlinx-coroutines-core-jvm");

  private static final String RULES =
      """
      rules:
        - operation: kotlinx.coroutines.AwaitKt#joinAll(kotlinx.coroutines.Job[])
          value: join
          events: "jobs={0}"
        - operation: kotlinx.coroutines.DelayKt#delay(long)
          value: delay
      """;

  private static final String MAIN =
      """
      package com.acme.coroutines;

      import java.io.File;
      import java.lang.ref.WeakReference;
      import java.net.URL;
      import java.net.URLClassLoader;
      import java.util.ArrayList;
      import java.util.List;
      import java.util.Scanner;
      import java.util.concurrent.CancellationException;
      import kotlinx.coroutines.AwaitKt;
      import kotlinx.coroutines.CompletableJob;
      import kotlinx.coroutines.DelayKt;
      import kotlinx.coroutines.Job;
      import kotlinx.coroutines.JobKt;

      public class Main {

        public static void main(String[] args) throws Exception {
          CompletableJob one = null;
          CompletableJob two = null;
          Caller caller = null;
          System.out.println("ready");
          Scanner in = new Scanner(System.in);
          while (in.hasNextLine()) {
            switch (in.nextLine()) {
              case "join":
                one = JobKt.Job((Job) null);
                two = JobKt.Job((Job) null);
                caller = new Caller();
                System.out.println(AwaitKt.joinAll(new Job[] {one, two}, caller));
                break;
              case "one":
                one.complete();
                System.out.println(caller.result);
                break;
              case "two":
                two.complete();
                System.out.println(caller.result);
                break;
              case "cancel":
                caller.job.cancel((CancellationException) null);
                System.out.println(caller.result);
                break;
              case "delay":
                caller = new Caller();
                Object returned = DelayKt.delay(1, caller);
                synchronized (caller) {
                  while (caller.result == null) {
                    caller.wait();
                  }
                }
                System.out.println(returned + " then " + caller.result);
                break;
              case "drop":
                System.out.println(isCollected(suspendElsewhere()) ? "collected" : "held");
                break;
            }
          }
        }

        /** In another loader, with a copy of everything, a coroutine that nobody will resume. */
        private static WeakReference<ClassLoader> suspendElsewhere() throws Exception {
          List<URL> urls = new ArrayList<>();
          for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
          }
          ClassLoader parent = ClassLoader.getSystemClassLoader().getParent();
          URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), parent);
          loader.loadClass("com.acme.coroutines.Main").getMethod("suspend").invoke(null);
          loader.close();
          return new WeakReference<>(loader);
        }

        public static void suspend() {
          AwaitKt.joinAll(new Job[] {JobKt.Job((Job) null)}, new Caller());
        }

        private static boolean isCollected(WeakReference<?> reference) throws Exception {
          for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
          }
          return reference.get() == null;
        }
      }
      """;

  private static final String CALLER =
      """
      package com.acme.coroutines;

      import kotlin.coroutines.Continuation;
      import kotlin.coroutines.CoroutineContext;
      import kotlinx.coroutines.CompletableJob;
      import kotlinx.coroutines.Job;
      import kotlinx.coroutines.JobKt;

      public class Caller implements Continuation<Object> {

        final CompletableJob job = JobKt.Job((Job) null);
        Object result;

        @Override
        public CoroutineContext getContext() {
          return job;
        }

        @Override
        public synchronized void resumeWith(Object resumedWith) {
          result = resumedWith;
          notifyAll();
        }
      }
      """;

  @TempDir private static Path directory;
  private static List<Path> classPath;
  private Path rules;

  @BeforeAll
  static void compile() throws IOException {
    classPath = new ArrayList<>(KOTLIN);
    classPath.add(
        new Sources()
            .classPath(KOTLIN)
            .file("com/acme/coroutines/Main.java", MAIN)
            .file("com/acme/coroutines/Caller.java", CALLER)
            .compileTo(directory));
  }

  @BeforeEach
  void write() throws IOException {
    rules = Files.writeString(directory.resolve("telemetry.yaml"), RULES);
  }

  @OnEachJdk
  void callIsOneFromItsBeginningToItsValueHoweverOftenItIsResumed(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      assertThat(jvm.ask("join")).isEqualTo("COROUTINE_SUSPENDED");
      assertThat(jvm.metrics().value("operations_in_progress", "operation=join")).isOne();
      assertThat(jvm.ask("one")).isEqualTo("null");
      assertThat(jvm.metrics().value("operations_in_progress", "operation=join")).isOne();
      assertThat(jvm.ask("two")).isEqualTo("kotlin.Unit");

      assertThat(jvm.metrics().value("operations_in_progress", "operation=join")).isZero();
      assertEnded(jvm, "join", "success", 1);
      assertThat(jvm.metrics().value("operation_events_total", "event=jobs")).isEqualTo(2);

      assertThat(jvm.ask("delay")).isEqualTo("COROUTINE_SUSPENDED then kotlin.Unit");
      assertEnded(jvm, "delay", "success", 1);
      assertQuiet(jvm);
    }
  }

  @OnEachJdk
  void cancelledCallIsACancellation(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("join");
      assertThat(jvm.ask("cancel")).contains("CancellationException");

      assertEnded(jvm, "join", "cancellation", 1);
      assertQuiet(jvm);
    }
  }

  @OnEachJdk
  void coroutineThatNobodyResumesGoesWithItsLoaderAndStaysInProgress(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("join");
      assertThat(jvm.ask("drop")).isEqualTo("collected");

      assertThat(jvm.metrics().value("operations_in_progress", "operation=join")).isEqualTo(2);
      jvm.ask("one");
      jvm.ask("two");
      assertEnded(jvm, "join", "success", 1);
      assertQuiet(jvm);
    }
  }

  @OnEachJdk
  void functionThatJaCoCoHasRewrittenIsMeasuredAllTheSame(Jdk jdk) {
    Path jaCoCo = Artifacts.tools("org.jacoco.agent-runtime").get(0);
    try (ForkedJvm jvm = start(launch(jdk).jvm("-javaagent:" + jaCoCo + "=output=none"))) {
      jvm.ask("join");
      jvm.ask("one");
      assertThat(jvm.ask("two")).isEqualTo("kotlin.Unit");

      assertEnded(jvm, "join", "success", 1);
      assertQuiet(jvm);
    }
  }

  @OnFirstJdk
  void ruleThatComesOrGoesMeanwhileLeavesTheCallAsItBegan(Jdk jdk) throws IOException {
    Files.writeString(rules, "rules: []");
    try (ForkedJvm jvm = start(jdk)) {
      jvm.ask("join");
      change(jvm, RULES, 1);
      jvm.ask("one");
      assertThat(jvm.ask("two")).isEqualTo("kotlin.Unit");
      assertThat(jvm.metrics().value("operations_started_total", "operation=join")).isZero();

      jvm.ask("join");
      change(jvm, "rules: []", 2);
      jvm.ask("one");
      assertThat(jvm.ask("two")).isEqualTo("kotlin.Unit");
      assertEnded(jvm, "join", "success", 1);
      jvm.ask("join");
      assertThat(jvm.metrics().value("operations_started_total", "operation=join")).isOne();
      assertQuiet(jvm);
    }
  }

  private ForkedJvm start(Jdk jdk) {
    return start(launch(jdk));
  }

  private JvmLaunch launch(Jdk jdk) {
    return JvmLaunch.withAgent(jdk, "port=0,config.watch=20ms,config=" + rules).jvm("-Xverify:all");
  }

  private static ForkedJvm start(JvmLaunch launch) {
    return launch.classPath(classPath).main("com.acme.coroutines.Main").start().awaitReady();
  }

  private void change(ForkedJvm jvm, String text, int reloads) throws IOException {
    Files.writeString(rules, text);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                jvm.metrics().value("telemetry_agent_config_reloads_total", "outcome=success")
                    == reloads);
  }

  private static void assertEnded(ForkedJvm jvm, String operation, String outcome, int times) {
    String[] labels = {"operation=" + operation, "outcome=" + outcome};
    assertThat(jvm.metrics().value("operations_total", labels)).isEqualTo(times);
    assertThat(jvm.metrics().sum("operations_total", "operation=" + operation)).isEqualTo(times);
  }

  private static void assertQuiet(ForkedJvm jvm) {
    assertThat(jvm.get("/status").json().path("notes")).isEmpty();
    assertThat(jvm.get("/status").json().path("skipped")).isEmpty();
    assertThat(jvm.metrics().value("telemetry_agent_advice_errors_total")).isZero();
  }
}
