package io.deploytelemetry.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  @TempDir Path state;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void demoEndsInSuccessesFailuresAndRollbacksAndTheSummaryIsWhatTheHistoryHolds()
      throws Exception {
    int code = run("--interval 50ms --duration 10s --nodes 2 --state " + state);

    assertThat(code).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(figure("deployments")).isEqualTo(Rows.count(state, "kind = 'deployment'"));
    assertThat(figure("failed"))
        .isEqualTo(Rows.count(state, "kind = 'deployment' AND outcome = 'failure'"))
        .isPositive()
        .isLessThan(figure("deployments"));
    assertThat(figure("rollbacks"))
        .isEqualTo(Rows.count(state, "kind = 'rollback' AND outcome = 'success'"))
        .isEqualTo(figure("failed"));
    assertThat(figure("health_checks")).isEqualTo(Rows.count(state, "kind = 'health_check'"));
    assertThat(Rows.count(state, "kind = 'wait' AND subject = 'lock'")).isEqualTo(1);
    assertThat(Rows.count(state, "outcome = 'running'")).isZero();
  }

  @Test
  void repositoryOfTheUserIsDeployedFromTheBranchOfTheirChoice(@TempDir Path site)
      throws Exception {
    try (Website website = new Website(site)) {
      website.write("index.html", "main").commit("Main");
      String live = website.checkout("live").write("index.html", "live").commit("Live");
      int code = run("--repo " + site + " --branch live --duration 1ms --state " + state);

      assertThat(code).isZero();
      assertThat(state.resolve("nodes/node-3/releases/" + live + "/index.html")).hasContent("live");
    }
  }

  @Test
  void holdServesAndLetsTheHistoryBeReadUntilStandardInputEnds() throws Exception {
    PipedInputStream in = new PipedInputStream();
    CompletableFuture<Integer> code;
    try (PipedOutputStream keyboard = new PipedOutputStream(in)) {
      code =
          CompletableFuture.supplyAsync(
              () -> run(in, "--duration", "1ms", "--hold", "--state", state.toString()));
      await().until(() -> out.toString().contains("holding"));

      assertThat(Rows.count(state, "kind = 'deployment'")).isEqualTo(figure("deployments"));
      assertThat(code).isNotDone();
      keyboard.flush();
    }
    await().untilAsserted(() -> assertThat(code).isCompletedWithValue(0));
  }

  @Test
  void secondDeployerStandsByAndTakesOverWhenTheFirstIsTerminatedWhichEndsCleanly()
      throws Exception {
    Path log = state.resolve("first.log");
    Lifetime lifetime = new Lifetime(null);
    Process first =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--state",
                state.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await().until(() -> Files.readString(log).contains("deployed"));
      CompletableFuture<Void> second = CompletableFuture.runAsync(() -> deploy(lifetime));
      await().until(() -> out.toString().contains("standing by: another deployer holds"));
      assertThat(out.toString()).doesNotContain("serves");
      first.destroy();

      assertThat(first.waitFor()).isEqualTo(143);
      assertThat(Files.readString(log)).containsOnlyOnce("summary deployments=");
      await().until(() -> out.toString().contains("check nodes: up"));
      lifetime.end();
      await().untilAsserted(() -> assertThat(second).isCompleted());
    } finally {
      lifetime.end();
      first.destroyForcibly();
    }
  }

  @Test
  void whatCannotBeDoneIsSaidOnStandardErrorWithExitCode2() throws Exception {
    assertThat(run("--repo " + state)).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .isEqualTo(
            "deployer: --repo "
                + state
                + " is no git repository; give the directory that has .git in it. All options:"
                + " --help\n");
  }

  @Test
  void repositoriesThatCannotBeReachedAreRefusedAtOnce() {
    for (String repo : List.of("git@example.org:site.git", "ssh://example.org/site.git")) {
      assertThat(run("--repo " + repo)).isEqualTo(2);
    }
    assertThat(err.toString()).contains("only file, http, https and git URLs can");
  }

  @Test
  void stateThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(state.resolve("file"), "");

    assertThat(run("--state " + file)).isEqualTo(2);
    assertThat(err.toString()).contains("cannot be used as a directory");
  }

  @Test
  void helpIsPrintedOnStandardOut() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).isEqualTo(Options.HELP);
  }

  private void deploy(Lifetime lifetime) {
    try {
      Options options = Options.parse("--state", state.toString());
      new Deployer(options, lifetime, InputStream.nullInputStream(), new Console(printed(out)))
          .run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private int run(String args) {
    return run(InputStream.nullInputStream(), args.split(" "));
  }

  private int run(InputStream in, String... args) {
    return Main.run(args, in, printed(out), printed(err));
  }

  private static PrintStream printed(OutputStream to) {
    return new PrintStream(to, true);
  }

  private long figure(String name) {
    Matcher matcher = Pattern.compile("summary .*\\b" + name + "=(\\d+)").matcher(out.toString());
    assertThat(matcher.find()).as(out.toString()).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
