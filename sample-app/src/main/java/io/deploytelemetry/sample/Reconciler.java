package io.deploytelemetry.sample;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Makes the nodes run what the repository says. A release that failed or was rejected is not tried
 * again before there is another commit; until then the last good one is what shall run, and a node
 * that lost it gets it back.
 */
final class Reconciler {

  private final GitSource source;
  private final Fleet fleet;
  private final String environment;
  private final History history;
  private final Console console;
  private final Approver approver = new Approver();
  private final Rollout rollout;
  private final Checks checks;

  Reconciler(GitSource source, Fleet fleet, String environment, History history, Console console) {
    this.source = source;
    this.fleet = fleet;
    this.environment = environment;
    this.history = history;
    this.console = console;
    this.rollout = new Rollout(fleet, source);
    this.checks = new Checks(history, console);
  }

  /** Polls, restores what drifted, deploys what is due, and checks the environment. */
  void turn() throws SQLException, IOException {
    Attempt<Release> polled = checks.run("repository", source::poll);
    Optional<Release> live = live();
    if (live.isPresent()) {
      reconcile(live.get());
    }
    if (polled.succeeded()) {
      Release head = polled.value();
      if (!live.equals(Optional.of(head)) && !history.failed(head) && isApproved(head)) {
        deploy(head, live);
      }
    }
    checkEnvironment();
  }

  private Optional<Release> live() throws SQLException, IOException {
    Optional<String> commit = history.live();
    return commit.isEmpty() ? Optional.empty() : source.release(commit.get());
  }

  private void reconcile(Release live) throws SQLException {
    Attempt<Reconciliation> attempt =
        history.record(
            Attempt.Kind.RECONCILIATION,
            live.commit(),
            () -> {
              Reconciliation found = fleet.reconcile(live, source);
              return Attempt.succeeded(found).withNodes(found.drifted());
            });
    if (!attempt.succeeded()) {
      console.say("failed to reconcile: %s", attempt.reason());
    } else if (attempt.nodes() > 0) {
      console.say("%d nodes had drifted from %s", attempt.nodes(), live.version());
    }
  }

  private boolean isApproved(Release release) throws SQLException {
    if (!approver.guards(environment)) {
      return true;
    }
    Attempt<?> approval =
        history.record(
            Attempt.Kind.APPROVAL,
            release.commit(),
            () -> {
              Approver.Decision decision = approver.decide(release, environment);
              return decision == Approver.Decision.APPROVED
                  ? Attempt.succeeded(decision)
                  : Attempt.failed(
                      decision.name(), "its commit says that it is not for " + environment);
            });
    if (!approval.succeeded()) {
      console.say("not approved: %s \"%s\"", release.version(), release.title());
    }
    return approval.succeeded();
  }

  private void deploy(Release release, Optional<Release> live) throws SQLException, IOException {
    console.say(
        "deploying %s \"%s\", committed %s",
        release.version(),
        release.title(),
        LocalDateTime.ofInstant(release.committedAt(), ZoneId.systemDefault()));
    Attempt<Delivery> deployment =
        history.record(
            Attempt.Kind.DEPLOYMENT,
            release.commit(),
            () -> rollout.deploy(release, environment).join().attempt());
    if (deployment.succeeded()) {
      console.say("deployed %s to %d nodes", release.version(), deployment.nodes());
      return;
    }
    console.say("failed to deploy %s: %s", release.version(), deployment.reason());
    checkEnvironment();
    if (live.isPresent()) {
      boolean isUnhealthy = deployment.error().equals(Delivery.Status.UNHEALTHY.name());
      rollBack(live.get(), isUnhealthy ? "health_check" : "error");
    } else {
      console.say("there is no good release to roll back to; waiting for the next commit");
    }
  }

  private void rollBack(Release good, String reason) throws SQLException {
    Attempt<Delivery> rollback =
        history.record(
            Attempt.Kind.ROLLBACK,
            good.commit(),
            () -> rollout.rollBack(good, environment, reason).attempt());
    if (rollback.succeeded()) {
      console.say("rolled back to %s \"%s\"", good.version(), good.title());
    } else {
      console.say("failed to roll back to %s: %s", good.version(), rollback.reason());
    }
  }

  private void checkEnvironment() throws SQLException {
    checks.run("database", history::ping);
    checks.run("nodes", fleet::isHealthy);
  }
}
