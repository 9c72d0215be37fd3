package io.deploytelemetry.sample;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Label;
import io.deploytelemetry.annotations.Rollback;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Brings a release to the nodes, one after the other. One release at a time. */
final class Rollout {

  private static final Executor OWN_THREAD = task -> new Thread(task, "rollout").start();

  private final Fleet fleet;
  private final GitSource source;

  Rollout(Fleet fleet, GitSource source) {
    this.fleet = fleet;
    this.source = source;
  }

  /**
   * Begins to deploy; the answer comes when all nodes have the release, or at the first that is not
   * well with it. The nodes after that one keep theirs.
   */
  @Deployment(
      application = "{release.application}",
      provider = "local",
      strategy = "rolling",
      version = "{release.version}",
      committedAt = "{release.committedAt}",
      targets = "{result.updated}",
      outcome = "{result.status}")
  CompletableFuture<Delivery> deploy(Release release, @Label("environment") String environment) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return update(release, false);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        OWN_THREAD);
  }

  /** Brings a good release back to every node, also where another node does not recover. */
  @Rollback(
      application = "{good.application}",
      provider = "local",
      strategy = "rolling",
      version = "{good.version}",
      targets = "{result.updated}",
      outcome = "{result.status}")
  Delivery rollBack(
      Release good, @Label("environment") String environment, @Label("reason") String reason)
      throws IOException {
    return update(good, true);
  }

  private Delivery update(Release release, boolean evenIfUnhealthy) throws IOException {
    int updated = 0;
    String reason = null;
    for (Node node : fleet.nodes()) {
      if (reason == null || evenIfUnhealthy) {
        node.update(release, source);
        try {
          fleet.verify(node, release);
          updated++;
        } catch (UnhealthyNodeException e) {
          reason = e.getMessage();
        }
      }
    }
    Delivery.Status status = reason == null ? Delivery.Status.DEPLOYED : Delivery.Status.UNHEALTHY;
    return new Delivery(status, updated, reason);
  }
}
