package io.deploytelemetry.sample;

import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All nodes of the environment. */
final class Fleet implements AutoCloseable {

  private final List<Node> nodes = new ArrayList<>();
  private final NodeProbe probe = new NodeProbe();

  /** The nodes listen on consecutive ports from the first; 0 is any free ones. */
  Fleet(Path directory, int size, int firstPort) throws UsageException, IOException {
    try {
      for (int i = 0; i < size; i++) {
        int port = firstPort == 0 ? 0 : firstPort + i;
        nodes.add(new Node(directory.resolve("node-" + (i + 1)), port));
      }
    } catch (UsageException | IOException e) {
      close();
      throw e;
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Gives the live release back to every node that runs another one, or none. */
  @Operation(
      value = "reconcile",
      application = "{live.application}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local",
      events = "drift={result.drifted}",
      states = "{result.states}")
  Reconciliation reconcile(Release live, GitSource source) throws IOException {
    int drifted = 0;
    for (Node node : nodes) {
      if (!node.currentCommit().equals(Optional.of(live.commit()))) {
        drifted++;
        node.update(live, source);
      }
    }
    return new Reconciliation(nodes.size() - drifted, drifted);
  }

  void verify(Node node, Release release) throws UnhealthyNodeException, IOException {
    probe.verify(node, release.commit());
  }

  /** Returns whether every node serves its current release over HTTP and is well. */
  @HealthCheck(
      value = "nodes",
      application = "${DEPLOY_APPLICATION:website}",
      environment = "${DEPLOY_ENV:demo}",
      provider = "local")
  boolean isHealthy() throws IOException {
    try {
      for (Node node : nodes) {
        probe.verify(node, node.currentCommit().orElse(""));
      }
      return true;
    } catch (UnhealthyNodeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
