package io.deploytelemetry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineToolTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aMisspeltCommandIsAnsweredWithTheNearest() {
    assertThat(run("scna", "app.jar")).isEqualTo(2);
    assertThat(err()).startsWith("'scna' is no command. Did you mean 'scan'?");
    assertThat(out()).isEmpty();
  }

  @Test
  void aMisspeltOptionIsAnsweredWithTheNearestAndTheUsage() {
    assertThat(run("scan", "app.jar", "--confg=a.yaml")).isEqualTo(2);
    assertThat(err()).contains("--confg", "Did you mean --config?", "\nUsage: java -jar ");
  }

  @Test
  void anOptionWithoutItsValueIsNamed() {
    assertThat(run("scan", "app.jar", "--config")).isEqualTo(2);
    assertThat(err()).startsWith("--config needs a value: --config FILE");
  }

  @Test
  void anOptionThatIsGivenTwiceIsNamed() {
    assertThat(run("health", "--url", "http://a", "--url=http://b")).isEqualTo(2);
    assertThat(err()).startsWith("--url is given twice");
  }

  @Test
  void tooFewAndTooManyOperandsAreNamed() {
    assertThat(run("check-config")).isEqualTo(2);
    assertThat(err()).startsWith("check-config needs FILE");
    assertThat(run("version", "1")).isEqualTo(2);
    assertThat(err()).contains("version does not take '1'");
  }

  @Test
  void noCommandShowsAllOnStandardErrorAndHelpOnStandardOutput() {
    assertThat(run()).isEqualTo(2);
    assertThat(err()).contains("hash-password", "Exit codes:");
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("hash-password", "Exit codes:");
  }

  @Test
  void everyCommandTellsAboutItself() {
    for (Command command : CommandLineTool.all()) {
      out.reset();
      assertThat(run("help", command.name())).isZero();
      String help = out();
      out.reset();
      assertThat(run(command.name(), "--help")).isZero();
      assertThat(out())
          .isEqualTo(help)
          .startsWith("Usage: java -jar telemetry.jar " + command.name());
    }
  }

  @Test
  void theVersionIsForPeopleAndForScripts() {
    assertThat(run("--version")).isZero();
    assertThat(out()).isEqualTo("1.2.3\n");
    out.reset();
    assertThat(run("version", "--json")).isZero();
    assertThat(out()).startsWith("{\"version\":\"1.2.3\",\"java\":\"");
  }

  @Test
  void whatIsWrongWithAFileIsNamedWithItsLine(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("telemetry.yaml"),
            """
            prot: 9000
            log.level: loud
            rules:
              - deployment: com.acme.Deployer
              - deployement: com.acme.Deployer#deploy
            """);
    assertThat(run("check-config", file.toString())).isEqualTo(1);
    assertThat(out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":1: 'prot' is no key"),
            line -> assertThat(line).startsWith(file + ":2: log.level has the value 'loud'"),
            line -> assertThat(line).startsWith(file + ":4: "),
            line -> assertThat(line).startsWith(file + ":5: ").contains("'deployment'"));
    assertThat(err()).isEmpty();
    out.reset();
    assertThat(run("check-config", "--json", file.toString())).isEqualTo(1);
    assertThat(out()).contains("\"problems\":[{\"line\":1,\"problem\":\"'prot' is no key");
  }

  @Test
  void aFileInWhichNothingIsWrongIsSaidToBeSo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "port: 9000\n");
    assertThat(run("check-config", file.toString())).isZero();
    assertThat(out()).isEqualTo(file + ": nothing is wrong\n");
  }

  @Test
  void aFileThatIsNotThereIsNoAnswer() {
    assertThat(run("check-config", "none.yaml")).isEqualTo(2);
    assertThat(err()).startsWith("there is no ").contains("none.yaml");
  }

  private int run(String... arguments) {
    return CommandLineTool.run(
        List.of(arguments),
        "1.2.3",
        new Terminal(new PrintStream(out, true), new PrintStream(err, true)));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
