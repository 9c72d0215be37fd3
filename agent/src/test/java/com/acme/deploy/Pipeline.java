package com.acme.deploy;

import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Label;
import io.deploytelemetry.annotations.Rollback;
import io.micrometer.core.annotation.Timed;

/** What rules and other annotations are about; woven and called by the tests of the language. */
public final class Pipeline {

  private Pipeline() {}

  /** Declares for whoever implements it, with a type of its own for the release. */
  public interface Deployer<R> {
    @Deployment(application = "{release}", strategy = "{1}")
    default String deploy(R release, String strategy) {
      return strategy;
    }
  }

  /** Implements it with a bridge method between. */
  public static class TextDeployer implements Deployer<String> {
    @Override
    public String deploy(String r, String s) {
      return "OK";
    }
  }

  /** Nobody has annotated this. */
  public static class Legacy {
    public boolean run(String application) {
      return !application.isEmpty();
    }

    public boolean run(int number) {
      return number > 0;
    }

    public void other() {}
  }

  /** A subtype that a rule with a plus is for. */
  public static class LegacyChild extends Legacy {
    @Override
    public boolean run(String application) {
      return true;
    }
  }

  /** With annotations that are not ours. */
  public static class Foreign {
    @Canary
    public void analyse() {}

    @Canary(application = "given")
    public void analyseGiven() {}

    @Deploys(
        application = "shop",
        tags = {"a", "b"},
        times = 3)
    public void deploy() {}

    @Timed("poll")
    public void poll() {}

    @RollOut
    public void rollOut() {}
  }

  /** An annotation of a team's own for its deployments. */
  @Deployment(strategy = "rolled out")
  public @interface RollOut {}

  /** Annotated, and a rule is for it too. */
  public static class Both {
    @Rollback(application = "annotated", reason = "manual", strategy = "{0}", labels = "team={1}")
    public void rollBack(@Label("provider") String provider, String team) {}
  }
}
