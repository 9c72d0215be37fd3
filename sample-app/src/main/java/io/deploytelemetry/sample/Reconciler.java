package io.deploytelemetry.sample;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Makes the nodes run what the repository says. A release that failed is not tried again before
 * there is another commit; until then the last good one is what shall run, and a node that lost it
 * gets it back.
 */
final class Reconciler {

  private final GitSource source;
  private final Fleet fleet;
  private final History history;
  private final Console console;
  private final Rollout rollout;
  private final Checks checks;

  Reconciler(GitSource source, Fleet fleet, History history, Console console) {
    this.source = source;
    this.fleet = fleet;
    this.history = history;
    this.console = console;
    this.rollout = new Rollout(fleet, source);
    this.checks = new Checks(history, console);
  }

  /** Polls, deploys what is due, and checks the environment. */
  void turn() throws SQLException, IOException {
    Attempt<Release> head = checks.run("repository", source::poll);
    if (head.succeeded()) {
      Release wanted = wanted(head.value());
      if (!fleet.runs(wanted) && !history.failed(wanted)) {
        deploy(wanted);
      }
    }
    checkEnvironment();
  }

  private Release wanted(Release head) throws SQLException, IOException {
    return history.failed(head) ? lastGoodBut(head).orElse(head) : head;
  }

  private Optional<Release> lastGoodBut(Release release) throws SQLException, IOException {
    Optional<String> commit = history.lastGoodBut(release);
    return commit.isEmpty() ? Optional.empty() : source.release(commit.get());
  }

  private void deploy(Release release) throws SQLException, IOException {
    console.say(
        "deploying %s \"%s\", committed %s",
        release.shortName(),
        release.title(),
        LocalDateTime.ofInstant(release.committedAt(), ZoneId.systemDefault()));
    Attempt<?> deployment =
        history.record(
            Attempt.Kind.DEPLOYMENT,
            release.commit(),
            () -> {
              rollout.deploy(release);
              return null;
            });
    if (deployment.succeeded()) {
      console.say("deployed %s to %d nodes", release.shortName(), fleet.nodes().size());
      return;
    }
    console.say("failed to deploy %s: %s", release.shortName(), deployment.reason());
    checkEnvironment();
    Optional<Release> good = lastGoodBut(release);
    if (good.isPresent()) {
      rollBack(good.get());
    } else {
      console.say("there is no good release to roll back to; waiting for the next commit");
    }
  }

  private void rollBack(Release good) throws SQLException {
    Attempt<Boolean> rollback =
        history.record(Attempt.Kind.ROLLBACK, good.commit(), () -> rollout.rollBack(good));
    if (rollback.succeeded()) {
      console.say("rolled back to %s \"%s\"", good.shortName(), good.title());
    } else {
      console.say("failed to roll back to %s: %s", good.shortName(), rollback.reason());
    }
  }

  private void checkEnvironment() throws SQLException {
    checks.run("database", history::ping);
    checks.run("nodes", fleet::isHealthy);
  }
}
