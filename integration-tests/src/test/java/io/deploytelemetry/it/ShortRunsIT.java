package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class ShortRunsIT {

  @TempDir private Path folder;

  @OnEachJdk
  void runsAddUpInTheFile(Jdk jdk) throws IOException, InterruptedException {
    Path file = folder.resolve("deployer.prom");
    assertThat(run(jdk, file, "shop", "fail").exitCode()).isZero();
    assertThat(run(jdk, file, "shop").exitCode()).isZero();

    Exposition shown = Exposition.parse(Files.readString(file));
    assertThat(shown.value("deployments_total", "application=shop", "outcome=success"))
        .isEqualTo(2);
    assertThat(shown.value("deployments_total", "application=fail", "outcome=failure"))
        .isEqualTo(1);
    assertThat(
            shown.value(
                "deployment_duration_seconds_bucket",
                "application=shop",
                "outcome=success",
                "le=+Inf"))
        .isEqualTo(2);
    assertThat(shown.value("deployment_info", "application=shop", "version=shop")).isEqualTo(1);
    assertThat(shown.has("jvm_info")).isFalse();
    assertThat(shown.value("telemetry_agent_pushes_total", "sink=textfile", "outcome=success"))
        .isEqualTo(2);
    Promtool.assertAccepts(Files.readString(file));
  }

  @OnEachJdk
  void deploymentThatEndsTheJvmIsUnknownAndTheExitCodeIsItsOwn(Jdk jdk) throws IOException {
    Path file = folder.resolve("deployer.prom");
    Ending ending = run(jdk, file, "exit");

    assertThat(ending.exitCode()).isEqualTo(3);
    Exposition shown = Exposition.parse(Files.readString(file));
    assertThat(shown.value("deployments_started_total", "application=exit")).isEqualTo(1);
    assertThat(shown.value("deployments_total", "application=exit", "outcome=unknown"))
        .isEqualTo(1);
    assertThat(shown.value("deployments_in_progress", "application=exit")).isZero();
  }

  @OnEachJdk
  void deploymentThatASignalEndsIsUnknownAndTheExitCodeIsThatOfTheSignal(Jdk jdk)
      throws IOException {
    Path file = folder.resolve("deployer.prom");
    try (ForkedJvm jvm = launch(jdk, file, "shop", "wait").start().awaitReady()) {
      assertThat(jvm.terminate().awaitEnding().exitCode()).isEqualTo(128 + 15);
    }

    Exposition shown = Exposition.parse(Files.readString(file));
    assertThat(shown.value("deployments_total", "application=shop", "outcome=success"))
        .isEqualTo(1);
    assertThat(shown.value("deployments_total", "application=wait", "outcome=unknown"))
        .isEqualTo(1);
  }

  @OnEachJdk
  void runsThatEndTogetherLoseNothing(Jdk jdk) throws IOException {
    Path file = folder.resolve("deployer.prom");
    List<ForkedJvm> jvms = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      jvms.add(launch(jdk, file, "shop").start());
    }
    jvms.forEach(ForkedJvm::awaitEnding);

    assertThat(
            Exposition.parse(Files.readString(file))
                .value("deployments_total", "application=shop", "outcome=success"))
        .isEqualTo(6);
  }

  @OnEachJdk
  void fileThatCannotBeWrittenCostsOneLine(Jdk jdk) {
    Ending ending = run(jdk, folder.resolve("missing/deployer.prom"), "shop");

    assertThat(ending.exitCode()).isZero();
    assertThat(ending.stderr()).singleElement().asString().contains("push.textfile", "missing");
  }

  @OnEachJdk
  void fileOfSomebodyElseIsKept(Jdk jdk) throws IOException {
    Path file = Files.writeString(folder.resolve("deployer.prom"), "not metrics\n");
    Ending ending = run(jdk, file, "shop");

    assertThat(ending.exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("deployer.prom.unreadable")))
        .isEqualTo("not metrics\n");
    assertThat(Exposition.parse(Files.readString(file)).has("deployments_total")).isTrue();
  }

  @OnEachJdk
  void portStaysOpenForOneLastScrape(Jdk jdk) {
    try (ForkedJvm jvm =
        JvmLaunch.withAgent(jdk, "port=0,linger=30s").main("OneDeployment").start().awaitReady()) {
      int port = jvm.port();
      assertThat(port).isPositive();
      long start = System.nanoTime();
      jvm.endInput();
      assertThat(jvm.metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(jvm.awaitEnding().exitCode()).isZero();
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(15);
    }
  }

  private static JvmLaunch launch(Jdk jdk, Path file, String... how) {
    return JvmLaunch.withAgent(jdk, "port=0,push.textfile=" + file).main("ShortRun", how);
  }

  private static Ending run(Jdk jdk, Path file, String... how) {
    return launch(jdk, file, how).run();
  }
}
