package io.deploytelemetry.sample;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Rollback;
import java.io.IOException;

/** Brings a release to the nodes, one after the other. */
final class Rollout {

  private final Fleet fleet;
  private final GitSource source;

  Rollout(Fleet fleet, GitSource source) {
    this.fleet = fleet;
    this.source = source;
  }

  /** Stops at the first node that is not well with the release; the nodes after it keep theirs. */
  @Deployment(
      application = "${DEPLOY_APPLICATION:website}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local",
      strategy = "rolling")
  void deploy(Release release) throws UnhealthyNodeException, IOException {
    for (Node node : fleet.nodes()) {
      node.update(release, source);
      fleet.verify(node, release);
    }
  }

  /**
   * Brings a good release back to every node, also where another node does not recover, and returns
   * whether all are well.
   */
  @Rollback(
      application = "${DEPLOY_APPLICATION:website}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local",
      strategy = "rolling",
      reason = "health_check")
  boolean rollBack(Release good) throws IOException {
    boolean recovered = true;
    for (Node node : fleet.nodes()) {
      node.update(good, source);
      try {
        fleet.verify(node, good);
      } catch (UnhealthyNodeException e) {
        recovered = false;
      }
    }
    return recovered;
  }
}
