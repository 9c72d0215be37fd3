package io.deploytelemetry.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void nothingGivenIsTheDemoOnThreeNodesWithoutEnd() throws Exception {
    assertThat(Options.parse())
        .isEqualTo(new Options(null, null, 3, Duration.ofSeconds(2), null, null, 0, false));
  }

  @Test
  void everyOptionCounts() throws Exception {
    Options options =
        Options.parse(
            "--repo ../site --branch live --nodes 5 --node-port 8081 --interval 500ms"
                .concat(" --duration 2h --state /tmp/state --hold")
                .split(" "));

    assertThat(options)
        .isEqualTo(
            new Options(
                "../site",
                "live",
                5,
                Duration.ofMillis(500),
                Duration.ofHours(2),
                Path.of("/tmp/state"),
                8081,
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --node 3                | --node is not an option; leave it out or correct it.
          --nodes                 | --nodes needs a value; put one after it, or leave it out.
          --nodes zero            | --nodes zero is not a number from 1 to 100; try --nodes 3.
          --nodes 101             | --nodes 101 is not a number from 1 to 100; try --nodes 3.
          --nodes 3 --node-port 65534 | --node-port 65534 is not a number from 0 to 65533; try --node-port 0.
          --interval 2            | --interval 2 is not a time; give a number above 0 and ms, s, m or h, for example --interval 30s.
          --duration 0s           | --duration 0s is not a time; give a number above 0 and ms, s, m or h, for example --duration 30s.
          --hold                  | --hold means nothing without --duration; add --duration or leave it out.
          --branch live           | --branch means nothing without --repo; add --repo or leave it out.
          """)
  void whatCannotBeDoneIsNamedWithAWayOut(String args, String message) {
    assertThatThrownBy(() -> Options.parse(args.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void theHelpNamesEveryOption() {
    assertThat(Options.HELP)
        .contains("--repo", "--branch", "--nodes", "--node-port", "--interval")
        .contains("--duration", "--hold", "--state", "--help");
  }
}
