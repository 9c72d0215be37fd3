package io.deploytelemetry.it;

import io.deploytelemetry.it.harness.Accompanied;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.SecondAgent;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Needs {@code -Pdownloads}, which brings Datadog's agent. */
class DatadogIT {

  @TempDir private Path directory;

  @OnEachJdk
  void datadogBeforeAndAfter(Jdk jdk) {
    Accompanied.assertUndisturbed(jdk, SecondAgent.datadog(directory));
  }
}
