package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deploytelemetry.it.harness.Ending;
import io.deploytelemetry.it.harness.ForkedJvm;
import io.deploytelemetry.it.harness.Http;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.JvmLaunch;
import io.deploytelemetry.it.harness.OnEachJdk;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Which port is served, who is told, and what happens when it cannot be. */
class PortsIT {

  @OnEachJdk
  void theFirstFreePortOfARangeIsTaken(Jdk jdk) throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      int first = taken.getLocalPort();
      try (ForkedJvm jvm = start(jdk, "port=" + first + "-" + (first + 20))) {
        assertThat(jvm.awaitReady().port()).isBetween(first + 1, first + 20);
        assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      }
    }
  }

  @OnEachJdk
  void aTakenPortCanBeReplacedByAnyFreeOne(Jdk jdk) throws IOException {
    try (ServerSocket taken = new ServerSocket(0);
        ForkedJvm jvm = start(jdk, "port=" + taken.getLocalPort() + ",port.taken=free")) {
      assertThat(jvm.awaitReady().port()).isNotEqualTo(taken.getLocalPort());
      assertThat(jvm.stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void aTakenPortCanBeWaitedFor(Jdk jdk) throws IOException {
    ServerSocket taken = new ServerSocket(0);
    int port = taken.getLocalPort();
    try (ForkedJvm jvm = start(jdk, "port=" + port + ",port.taken=wait")) {
      assertThat(jvm.awaitStderr(line -> line.contains("in use"))).contains("" + port);
      taken.close();
      assertThat(jvm.port()).isEqualTo(port);
      assertThat(jvm.get("/health/live").status()).isEqualTo(200);
      assertThat(jvm.stderr()).hasSize(2);
    } finally {
      taken.close();
    }
  }

  @OnEachJdk
  void anAddressOfAnotherMachineIsNamedAsSuch(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0,host=192.0.2.1")) {
      assertThat(jvm.awaitStderr(line -> line.contains("192.0.2.1")))
          .contains("host=", "not served")
          .doesNotContain("in use");
      assertThat(jvm.endInput().awaitEnding().exitCode()).isZero();
    }
  }

  @OnEachJdk
  void aNameWithoutAnAddressIsNamedAsSuch(Jdk jdk) {
    try (ForkedJvm jvm = start(jdk, "port=0,host=256.0.0.1")) {
      assertThat(jvm.awaitStderr(line -> line.contains("256.0.0.1")))
          .contains("is no address and no name that has one", "not served");
      assertThat(jvm.endInput().awaitEnding().stderr()).hasSize(1);
    }
  }

  @OnEachJdk
  void aFileNamesTheAddressForPrometheusAndGoesAtTheEnd(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("targets.json");
    try (ForkedJvm jvm = start(jdk, "port=0,port.file=" + file)) {
      int port = jvm.awaitReady().port();
      JsonNode targets = new ObjectMapper().readTree(Files.readString(file));
      assertThat(targets.toString()).isEqualTo("[{\"targets\":[\"127.0.0.1:" + port + "\"]}]");
      Ending ending = jvm.endInput().awaitEnding();
      assertThat(ending.stderr()).hasSize(1);
      assertThat(file).doesNotExist();
    }
  }

  @OnEachJdk
  void aFileThatCannotBeWrittenCostsOneLine(Jdk jdk, @TempDir Path directory) {
    Path file = directory.resolve("nowhere/targets.json");
    try (ForkedJvm jvm = start(jdk, "port=0,port.file=" + file)) {
      assertThat(jvm.awaitStderr(line -> line.contains("port.file="))).contains(file.toString());
      assertThat(Http.get(jvm.port(), "/health/live").status()).isEqualTo(200);
    }
  }

  private static ForkedJvm start(Jdk jdk, String options) {
    return JvmLaunch.withAgent(jdk, options).main("OneDeployment").start();
  }
}
