package io.deploytelemetry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScanReportTest {

  @Test
  void parametersAreShownAsInSource() {
    assertThat(ScanReport.parameters("()V")).isEqualTo("()");
    assertThat(ScanReport.parameters("(I[JLjava/lang/String;[[Ljava/util/Map;Z)Ljava/lang/Object;"))
        .isEqualTo("(int, long[], java.lang.String, java.util.Map[][], boolean)");
  }
}
