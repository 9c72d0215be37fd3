package io.deploytelemetry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentSettingsTest {

  @Test
  void argumentsAreThoseBehindThisAgentsJar() {
    assertThat(
            AgentSettings.arguments(
                "-Xmx64m -javaagent:/opt/other.jar=a=b"
                    + " \"-javaagent:/opt/telemetry.jar=port=9000,host=::\"",
                "telemetry.jar"))
        .isEqualTo("port=9000,host=::");
    assertThat(AgentSettings.arguments("-javaagent:/opt/telemetry.jar", "telemetry.jar")).isEmpty();
    assertThat(AgentSettings.arguments("-Da=-javaagent:telemetry.jar=port=1", "telemetry.jar"))
        .isEmpty();
  }
}
