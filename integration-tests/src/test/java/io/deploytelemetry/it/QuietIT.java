package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Accept;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.util.List;

class QuietIT {

  @OnEachJdk
  void allThatIsWrittenIsOneLineWithTheAddress(Jdk jdk) {
    try (ForkedJvm jvm = JvmLaunch.withAgent(jdk).main("Console").start()) {
      jvm.awaitReady();
      for (String command : List.of("deploy", "fail", "roll back", "check up")) {
        jvm.ask(command);
      }
      for (String path : List.of("/metrics", "/health", "/status", "/nowhere")) {
        jvm.get(path);
      }
      jvm.get("/metrics", "Accept", Accept.PROMETHEUS_3_NATIVE);
      int port = jvm.port();
      Ending ending = jvm.endInput().awaitEnding();
      assertThat(ending.exitCode()).isZero();
      assertThat(ending.stdout()).allMatch(line -> line.equals("ready") || line.startsWith("did "));
      assertThat(ending.stderr()).hasSize(1);
      assertThat(ending.stderr().get(0))
          .matches("\\[telemetry] [^ ]+ .*http://[^ ]+:" + port + "/metrics.*");
    }
  }

  @OnEachJdk
  void noWarningOfUnsafeOrNativeAccessComesEvenWhenTheyAreDenied(Jdk jdk) {
    jdk.assumeAtLeast(24, "the JVM's options that deny Unsafe and native access");
    JvmLaunch launch =
        JvmLaunch.withAgent(jdk)
            .jvm("--sun-misc-unsafe-memory-access=deny", "--illegal-native-access=deny")
            .main("OneDeployment");
    try (ForkedJvm jvm = launch.start()) {
      assertThat(jvm.awaitReady().metrics().value("deployments_started_total")).isEqualTo(1);
      assertThat(jvm.get("/metrics", "Accept", Accept.PROMETHEUS_3_NATIVE).status()).isEqualTo(200);
      assertThat(jvm.stderr()).hasSize(1);
    }
  }
}
