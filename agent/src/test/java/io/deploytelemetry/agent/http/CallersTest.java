package io.deploytelemetry.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:19404",
        "127.0.0.1",
        "10.1.2.3:80",
        "[::1]:19404",
        "[fe80::1%eth0]"
      })
  void addressesAndLocalhostNameThisMachine(String host) {
    assertThat(Callers.isLiteralOrLocalhost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:80",
        "[evil]",
        "[::1",
        "localhost:x"
      })
  void othersAreNamesThatSomebodyMayHaveBoundToTheLoopbackAddress(String host) {
    assertThat(Callers.isLiteralOrLocalhost(host)).isFalse();
  }
}
