package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnMatrix;
import io.deploytelemetry.it.harness.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class AttachIT {

  @OnMatrix
  void callsThatBeginAfterTheAgentWasAttachedAreCounted(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Busy").start().awaitReady()) {
      jvm.attachAgent("port=0");
      jvm.port();
      long callsBefore = calls(jvm.ask("stop"));
      Exposition before = jvm.metrics();
      double startedBefore = before.value("deployments_started_total", "application=busy");
      assertThat(startedBefore).isBetween(0.0, (double) callsBefore);
      assertAtRest(before, "busy");

      jvm.ask("run 1000");
      Exposition after = jvm.metrics();
      assertThat(after.value("deployments_started_total", "application=busy"))
          .isEqualTo(startedBefore + 1000);
      assertAtRest(after, "busy");
    }
  }

  @OnMatrix
  void threadsThatNeverStoppedCallingAreCountedToo(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Busy").start().awaitReady()) {
      jvm.attachAgent("port=0");
      await().until(() -> jvm.metrics().sum("deployments_started_total", "application=busy") > 0);
    }
  }

  @OnMatrix
  void aCallThatRanAlreadyIsNeitherStartedNorCompleted(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Busy").start().awaitReady()) {
      jvm.ask("stop");
      jvm.attachAgent("port=0");
      assertThat(jvm.metrics().value("deployments_started_total", "application=inside")).isZero();
      jvm.ask("finish");
      Exposition after = jvm.metrics();
      assertThat(after.value("deployments_started_total", "application=inside")).isZero();
      assertThat(after.value("deployments_in_progress", "application=inside")).isZero();
      assertThat(after.sum("deployments_total", "application=inside")).isZero();
    }
  }

  @OnMatrix
  void attachingAnAgentThatIsThereAlreadySaysSoAndDoesNothing(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Busy").start().awaitReady()) {
      int port = jvm.port();
      jvm.attachAgent("port=0");
      jvm.awaitStderr(line -> line.startsWith("[telemetry]") && !line.contains(":" + port));
      assertThat(lines(jvm)).hasSize(2);
      jvm.ask("stop");
      double before = jvm.metrics().value("deployments_started_total", "application=busy");
      jvm.ask("run 1000");
      assertThat(jvm.metrics().value("deployments_started_total", "application=busy"))
          .isEqualTo(before + 1000);
    }
  }

  @OnMatrix
  void anAgentThatIsGivenTwiceSaysSoAndCountsOnce(Jdk jdk) {
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk).jvm(JvmLaunch.javaagent("port=0")).main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      jvm.awaitReady().port();
      assertThat(jvm.metrics().value("deployments_started_total")).isEqualTo(1);
      jvm.awaitStderr(line -> line.startsWith("[telemetry]") && !line.contains("http://"));
      assertThat(jvm.stderr()).hasSize(2).allMatch(line -> line.startsWith("[telemetry] "));
    }
  }

  @OnMatrix
  void withLogLevelOffNotEvenThatIsSaid(Jdk jdk) {
    Ending ending =
        JvmLaunch.withAgent(jdk, "port=0,log.level=OFF")
            .jvm(JvmLaunch.javaagent("port=0"))
            .main("OneDeployment")
            .run();
    assertThat(ending).isEqualTo(new Ending(0, List.of("ready"), List.of()));
  }

  @OnMatrix
  void theCommandAttachesToEightCallingThreadsAndPrintsWhereTheAgentServes(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Busy").start().awaitReady()) {
      Ending attached = attach(jdk, jvm, "port=0");
      assertThat(attached.exitCode()).as(attached.toString()).isZero();
      assertThat(attached.stderr()).isEmpty();
      assertThat(attached.stdout()).containsExactly("http://127.0.0.1:" + jvm.port() + "/metrics");
      await().until(() -> jvm.metrics().sum("deployments_started_total", "application=busy") > 0);
      jvm.ask("stop");
      Exposition before = jvm.metrics();
      assertAtRest(before, "busy");
      jvm.ask("run 1000");
      assertThat(jvm.metrics().value("deployments_started_total", "application=busy"))
          .isEqualTo(before.value("deployments_started_total", "application=busy") + 1000);
    }
  }

  @OnMatrix
  void theCommandTellsThatTheAgentIsThereAlready(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Idle").start().awaitReady()) {
      Ending refused = attach(jdk, jvm, "port=0");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stderr()).hasSize(1).allMatch(line -> line.contains("already"));
    }
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Idle").start().awaitReady()) {
      assertThat(attach(jdk, jvm, "port=0").exitCode()).isZero();
      Ending second = attach(jdk, jvm, "port=0", "--timeout", "2s");
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.stdout()).isEmpty();
      assertThat(second.stderr()).hasSize(1).allMatch(line -> line.contains("loaded before"));
    }
  }

  @OnMatrix
  void theCommandSaysWhyAJvmCannotBeAttachedTo(Jdk jdk) {
    Ending noJvm = Tool.run(jdk, "attach", "999999999");
    assertThat(noJvm.exitCode()).isEqualTo(2);
    assertThat(noJvm.stdout()).isEmpty();
    assertThat(noJvm.stderr().get(0)).startsWith("process 999999999 cannot be attached to");

    Ending noNumber = Tool.run(jdk, "attach", "app.jar");
    assertThat(noNumber.exitCode()).isEqualTo(2);
    assertThat(noNumber.stderr()).hasSize(1).allMatch(line -> line.contains("jps"));

    JvmLaunch closed = JvmLaunch.plain(jdk).jvm("-XX:+DisableAttachMechanism");
    try (ForkedJvm jvm = closed.main("Idle").start().awaitReady()) {
      Ending refused = attach(jdk, jvm, "port=0");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stderr().get(0)).contains("DisableAttachMechanism");
    }
  }

  @OnMatrix
  void aProcessThatIsStoppedIsWaitedForNoLongerThanSaid(Jdk jdk) throws Exception {
    try (ForkedJvm jvm = JvmLaunch.plain(jdk).main("Busy").start().awaitReady()) {
      signal("-STOP", jvm);
      try {
        long start = System.nanoTime();
        Ending ending = Tool.run(jdk, "attach", String.valueOf(jvm.pid()), "--timeout", "1s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        assertThat(ending.exitCode()).isEqualTo(2);
        assertThat(ending.stderr()).singleElement().asString().contains("does not answer");
      } finally {
        signal("-CONT", jvm);
      }
    }
  }

  @OnMatrix
  void pathsThatTheOtherJvmWouldNotFindAreRefused(Jdk jdk) {
    for (String option : List.of("config=telemetry.yaml", "port.file=agent.json")) {
      Ending ending = Tool.run(jdk, "attach", "1", option);
      assertThat(ending.exitCode()).isEqualTo(2);
      assertThat(ending.stderr()).singleElement().asString().contains(option, "whole path");
    }
  }

  private static void signal(String signal, ForkedJvm jvm) throws Exception {
    String pid = String.valueOf(jvm.pid());
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }

  @OnMatrix
  void theCommandSaysWhenAgentsMayNotBeLoaded(Jdk jdk) {
    jdk.assumeAtLeast(9, "EnableDynamicAgentLoading");
    JvmLaunch closed = JvmLaunch.plain(jdk).jvm("-XX:-EnableDynamicAgentLoading");
    try (ForkedJvm jvm = closed.main("Idle").start().awaitReady()) {
      Ending refused = attach(jdk, jvm, "port=0");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.stdout()).isEmpty();
      assertThat(refused.stderr())
          .hasSize(1)
          .allMatch(line -> line.contains("EnableDynamicAgentLoading"));
    }
  }

  private static Ending attach(Jdk jdk, ForkedJvm jvm, String... arguments) {
    List<String> all = new ArrayList<>(List.of("attach", Long.toString(jvm.pid())));
    all.addAll(List.of(arguments));
    return Tool.run(jdk, all.toArray(String[]::new));
  }

  private static void assertAtRest(Exposition metrics, String application) {
    String[] labels = {"application=" + application};
    assertThat(metrics.value("deployments_in_progress", labels)).isZero();
    assertThat(metrics.sum("deployments_total", labels))
        .isEqualTo(metrics.value("deployments_started_total", labels));
  }

  private static long calls(String answer) {
    return Long.parseLong(answer.substring("calls ".length()));
  }

  private static List<String> lines(ForkedJvm jvm) {
    return jvm.stderr().stream().filter(line -> line.startsWith("[telemetry]")).toList();
  }
}
