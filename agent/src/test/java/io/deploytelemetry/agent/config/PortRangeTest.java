package io.deploytelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {

  @Test
  void portsAndRangesAreRead() {
    assertThat(PortRange.parse("0")).returns(0, PortRange::first).returns(0, PortRange::last);
    assertThat(PortRange.parse("19404-19410"))
        .returns(19404, PortRange::first)
        .returns(19410, PortRange::last)
        .returns("ports 19404-19410 are all", PortRange::toSubject);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "1-", "-1", "2-1", "0-5", "65536", "1-65536", "http", "1-2-3"})
  void anythingElseIsNot(String text) {
    assertThat(PortRange.parse(text)).isNull();
  }
}
