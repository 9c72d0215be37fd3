package io.deploytelemetry.sample;

/**
 * What became of a release that was brought to the nodes.
 *
 * @param updated how many nodes are well with it
 * @param reason why it is not deployed, for people; null if it is
 */
record Delivery(Status status, int updated, String reason) {

  enum Status {
    DEPLOYED,
    UNHEALTHY
  }

  Attempt<Delivery> attempt() {
    Attempt<Delivery> attempt =
        status == Status.DEPLOYED ? Attempt.succeeded(this) : Attempt.failed(status.name(), reason);
    return attempt.withNodes(updated);
  }
}
