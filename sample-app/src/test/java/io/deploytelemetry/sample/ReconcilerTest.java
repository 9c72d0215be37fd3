package io.deploytelemetry.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {

  @TempDir Path site;
  @TempDir Path state;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Website website;
  private GitSource source;
  private Fleet fleet;
  private History history;
  private Reconciler reconciler;

  @BeforeEach
  void open() throws Exception {
    website = new Website(site);
    source = new GitSource("website", website.path(), null, state.resolve("mirror.git"));
    fleet = new Fleet(state.resolve("nodes"), 3, 0);
    history = new History(state.resolve("history"));
    reconciler = reconciler("test");
  }

  @AfterEach
  void close() throws Exception {
    history.close();
    fleet.close();
    source.close();
    website.close();
  }

  @Test
  void newCommitIsServedByEveryNode() throws Exception {
    website.write("index.html", "first").write("img/logo.svg", "<svg/>").commit("First");
    reconciler.turn();
    assertThat(served("/")).containsExactly("first", "first", "first");
    assertThat(served("/img/logo.svg")).containsOnly("<svg/>");

    website.write("index.html", "second").commit("Second");
    reconciler.turn();
    assertThat(served("/")).containsExactly("second", "second", "second");
    assertThat(attempts("deployment")).containsExactly("success", "success");
  }

  @Test
  void commitThatRunsIsNotDeployedAgain() throws Exception {
    website.write("index.html", "first").commit("First");
    reconciler.turn();
    reconciler.turn();

    assertThat(attempts("deployment")).containsExactly("success");
    assertThat(attempts("health_check")).hasSize(6).containsOnly("success");
  }

  @Test
  void brokenReleaseIsRolledBackAndTheHistorySaysSo() throws Exception {
    String good = website.write("index.html", "good").commit("Good");
    reconciler.turn();
    String bad = website.write("index.html", "bad").write("health", "broken").commit("Bad");
    reconciler.turn();

    assertThat(served("/")).containsExactly("good", "good", "good");
    assertThat(out.toString())
        .contains("failed to deploy " + bad.substring(0, 7) + ": node-1 answers 503: broken")
        .contains("check nodes: down")
        .contains("rolled back to " + good.substring(0, 7) + " \"Good\"");
    history.close();
    assertThat(
            Rows.of(
                state,
                "SELECT CONCAT_WS(' ', kind, subject, outcome, error, reason) FROM attempts"
                    + " WHERE kind IN ('deployment', 'rollback') ORDER BY id"))
        .containsExactly(
            "deployment " + good + " success",
            "deployment " + bad + " failure UNHEALTHY node-1 answers 503: broken",
            "rollback " + good + " success");
    assertThat(Rows.count(state, "seconds > 0")).isEqualTo(Rows.count(state, "true"));
  }

  @Test
  void rolloutStopsAtTheFirstUnhealthyNode() throws Exception {
    website.write("index.html", "good").commit("Good");
    reconciler.turn();
    String bad = website.write("health", "broken").commit("Bad");
    reconciler.turn();

    assertThat(nodeFiles(1, bad)).exists();
    assertThat(nodeFiles(2, bad)).doesNotExist();
  }

  @Test
  void failedReleaseIsNotTriedAgainUntilThereIsAnotherCommit() throws Exception {
    website.write("index.html", "good").commit("Good");
    reconciler.turn();
    website.write("health", "broken").commit("Bad");
    reconciler.turn();
    reconciler.turn();
    assertThat(attempts("deployment")).containsExactly("success", "failure");

    website.write("health", "ok again").write("index.html", "better").commit("Better");
    reconciler.turn();
    assertThat(attempts("deployment")).containsExactly("success", "failure", "success");
    assertThat(served("/")).containsExactly("better", "better", "better");
  }

  @Test
  void firstReleaseThatIsBrokenHasNothingToRollBackTo() throws Exception {
    website.write("health", "broken").commit("Bad");
    reconciler.turn();
    reconciler.turn();

    assertThat(attempts("deployment")).containsExactly("failure");
    assertThat(attempts("rollback")).isEmpty();
    assertThat(out.toString()).contains("there is no good release to roll back to");
  }

  @Test
  void rollbackThatDoesNotHealIsAFailure() throws Exception {
    String good = website.write("index.html", "good").commit("Good");
    reconciler.turn();
    Files.writeString(nodeFiles(2, good).resolve("health"), "broken by hand");
    website.write("health", "broken").commit("Bad");
    reconciler.turn();

    assertThat(attempts("rollback")).containsExactly("failure");
    assertThat(out.toString()).contains("failed to roll back to " + good.substring(0, 7));
  }

  @Test
  void deploymentThatThrowsIsWrittenDownWithWhatItThrew() throws Exception {
    website.write("index.html", "good").commit("Good");
    reconciler.turn();
    Files.createDirectories(state.resolve("nodes/node-2/next/in the way"));
    website.write("index.html", "next").commit("Next");
    reconciler.turn();

    assertThat(attempts("deployment")).containsExactly("success", "failure");
    assertThat(Rows.of(state, "SELECT error FROM attempts WHERE kind = 'deployment' ORDER BY id"))
        .containsExactly(null, "java.nio.file.DirectoryNotEmptyException");
  }

  @Test
  void nodesThatDriftedGetTheLiveReleaseBackAlsoWhenTheRepositoryIsGone() throws Exception {
    website.write("index.html", "good").commit("Good");
    reconciler.turn();
    website.write("health", "broken").commit("Bad");
    reconciler.turn();
    Files.delete(state.resolve("nodes/node-1/current"));
    Files.delete(state.resolve("nodes/node-2/current"));
    FileTree.delete(site.resolve(".git"));
    reconciler.turn();

    assertThat(served("/")).containsExactly("good", "good", "good");
    assertThat(attempts("deployment")).containsExactly("success", "failure");
    assertThat(Rows.of(state, "SELECT nodes FROM attempts WHERE kind = 'reconciliation'"))
        .containsExactly("0", "2");
  }

  @Test
  void onlyWhatIsApprovedGoesToProductionAndEachReleaseIsDecidedOnOnce() throws Exception {
    reconciler = reconciler("production");
    website.write("index.html", "good").commit("Good");
    reconciler.turn();
    website.write("index.html", "draft").commit("Draft, not for production");
    reconciler.turn();
    reconciler.turn();

    assertThat(served("/")).containsExactly("good", "good", "good");
    assertThat(out.toString()).contains("\"Draft, not for production\"");
    assertThat(attempts("approval")).containsExactly("success", "failure");
    assertThat(attempts("deployment")).containsExactly("success");
  }

  @Test
  void noApprovalIsNeededElsewhere() throws Exception {
    website.write("index.html", "draft").commit("Draft, not for production");
    reconciler.turn();

    assertThat(served("/")).containsExactly("draft", "draft", "draft");
    assertThat(attempts("approval")).isEmpty();
  }

  @Test
  void repositoryWithoutACommitLeavesTheNodesAlone() throws Exception {
    reconciler.turn();

    assertThat(attempts("deployment")).isEmpty();
    assertThat(out.toString()).contains("check repository: down").contains("check database: up");
  }

  @Test
  void summaryCountsWhatThisRunDid() throws Exception {
    website.write("index.html", "good").commit("Good");
    reconciler.turn();
    website.write("health", "broken").commit("Bad");
    reconciler.turn();
    assertThat(history.summary())
        .isEqualTo(
            "summary deployments=2 failed=1 rollbacks=1 failed_rollbacks=0"
                + " health_checks=8 failed_health_checks=1");

    history.close();
    history = new History(state.resolve("history"));
    assertThat(history.summary()).startsWith("summary deployments=0 failed=0 rollbacks=0");
  }

  private Reconciler reconciler(String environment) {
    Console console = new Console(new PrintStream(out));
    return new Reconciler(source, fleet, environment, history, console);
  }

  private List<String> served(String path) {
    return fleet.nodes().stream()
        .map(
            node -> {
              try {
                return Web.get(node.url(), path).body();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  private Path nodeFiles(int node, String commit) {
    return state.resolve("nodes/node-" + node + "/releases/" + commit);
  }

  /** Returns the outcomes in order; the history is closed and opened again for it. */
  private List<String> attempts(String kind) throws Exception {
    history.close();
    List<String> outcomes =
        Rows.of(state, "SELECT outcome FROM attempts WHERE kind = '" + kind + "' ORDER BY id");
    history = new History(state.resolve("history"));
    reconciler = reconciler("test");
    return outcomes;
  }
}
