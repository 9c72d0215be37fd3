package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.OncePerBuild;
import io.deploytelemetry.it.harness.Programs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The recipes for Kubernetes and Compose under the schemas that these publish. */
@OncePerBuild
class ExampleSchemasIT {

  @Test
  void clusterAndComposeWouldTakeTheRecipes() throws IOException, InterruptedException {
    Path validate = Programs.installed(Artifacts.ofRepository("examples/validate"));
    String node = Programs.onPath("node", "Node.js").toString();
    assertThat(Programs.outputOf(validate, node, "validate.mjs").lines())
        .hasSizeGreaterThanOrEqualTo(10)
        .allMatch(line -> line.endsWith(": valid"));
  }
}
