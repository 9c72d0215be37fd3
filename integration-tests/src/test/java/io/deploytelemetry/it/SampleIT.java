package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.Exposition;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Promtool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A real deployer under the agent: its figures must be those of its own database. */
class SampleIT {

  private static final String[] WEBSITE = {
    "application=website", "environment=test", "provider=local"
  };

  @OnEachJdk
  void figuresAreThoseOfTheApplicationsOwnDatabase(Jdk jdk, @TempDir Path state)
      throws IOException, InterruptedException {
    jdk.assumeAtLeast(17, "the Java that the sample application is written in");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .env("DEPLOY_ENV", "test")
            .jar(
                Artifacts.sample(),
                "--duration",
                "8s",
                "--hold",
                "--state",
                state.toString(),
                "--nodes",
                "2",
                "--interval",
                "250ms");
    try (ForkedJvm jvm = launch.start()) {
      Map<String, Double> own = summary(jvm);
      Exposition metrics = jvm.metrics();
      assertThat(own.get("deployments")).isGreaterThan(3);
      assertThat(own.get("failed")).isPositive();
      assertThat(own.get("rollbacks")).isPositive();

      assertThat(metrics.value("deployments_started_total", WEBSITE))
          .isEqualTo(own.get("deployments"));
      assertThat(metrics.sum("deployments_total", WEBSITE)).isEqualTo(own.get("deployments"));
      assertThat(metrics.value("deployments_in_progress", WEBSITE)).isZero();
      assertThat(metrics.sum("deployment_errors_total", WEBSITE)).isEqualTo(own.get("failed"));
      assertThat(metrics.value("rollbacks_started_total", WEBSITE)).isEqualTo(own.get("rollbacks"));
      assertThat(metrics.sum("rollback_errors_total", WEBSITE))
          .isEqualTo(own.get("failed_rollbacks"));
      assertThat(metrics.sum("health_checks_total", WEBSITE)).isEqualTo(own.get("health_checks"));
      assertThat(
              metrics.sum("health_checks_total", WEBSITE)
                  - metrics.samples("health_checks_total", WEBSITE).stream()
                      .filter(sample -> sample.labels().get("outcome").equals("success"))
                      .mapToDouble(sample -> sample.value())
                      .sum())
          .isEqualTo(own.get("failed_health_checks"));
      Promtool.assertAccepts(jvm.get("/metrics").text());

      Ending ending = jvm.endInput().awaitEnding();
      assertThat(ending.exitCode()).isZero();
      assertThat(ending.stderr()).hasSize(1);
    }
  }

  private static Map<String, Double> summary(ForkedJvm jvm) {
    jvm.awaitStdout(line -> line.startsWith("summary "));
    Map<String, Double> figures = new HashMap<>();
    for (String line : jvm.stdout()) {
      if (line.startsWith("summary ")) {
        for (String figure : line.substring("summary ".length()).split(" ")) {
          String[] nameAndValue = figure.split("=");
          figures.put(nameAndValue[0], Double.valueOf(nameAndValue[1]));
        }
      }
    }
    return figures;
  }
}
