package io.deploytelemetry.sample;

import io.deploytelemetry.annotations.Approval;
import io.deploytelemetry.annotations.Label;

/**
 * Decides what may go to production, in place of a person: all but what its author keeps out with
 * the words "not for production" in the first line of the commit's message.
 */
final class Approver {

  enum Decision {
    APPROVED,
    REJECTED
  }

  /** Returns whether releases need an approval there. */
  boolean guards(String environment) {
    return environment.equals("production");
  }

  @Approval(application = "{release.application}", provider = "local")
  Decision decide(Release release, @Label("environment") String environment) {
    boolean keptOut = release.title().contains("not for " + environment);
    return keptOut ? Decision.REJECTED : Decision.APPROVED;
  }
}
