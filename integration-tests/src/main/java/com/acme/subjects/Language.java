package com.acme.subjects;

import io.deploytelemetry.annotations.Approval;
import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.Label;
import io.deploytelemetry.annotations.Operation;
import io.deploytelemetry.annotations.Rollback;
import io.deploytelemetry.annotations.Wait;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A deployer that uses the whole language, and a legacy one that nobody has annotated. */
public final class Language {

  private final String region = "eu";

  private Language() {}

  public static void main(String[] args) {
    Language language = new Language();
    Release release = new Release("shop", "1.0");
    Stage.check(language.deploy(release, new Result("DEPLOYED")).status.equals("DEPLOYED"));
    language.deploy(new Release("shop", "1.1"), new Result("FAILED"));
    language.rollBack("shop", "1.0");
    language.approve("shop", "APPROVED");
    language.approve("shop", "DENIED");
    language.await("shop");
    language.reconcile("shop", Arrays.asList("a", "b"));
    language.broken(release);
    CompletableFuture<Result> later = new CompletableFuture<>();
    Stage.check(language.deployLater("later", later) == later);
    Legacy legacy = new Legacy();
    legacy.roll("legacy", 3);
    Stage.pause();
    later.complete(new Result("OK"));
    Stage.pause();
  }

  @Deployment(
      application = "{release.application}",
      environment = "{this.region}",
      strategy = "rolling",
      version = "{release.version}",
      committedAt = "{release.committedAt}",
      targets = "{result.nodes}",
      outcome = "{result.status}")
  private Result deploy(Release release, Result result) {
    return result;
  }

  @Rollback(application = "{0}", reason = "health_check", version = "{1}")
  private void rollBack(String application, String version) {}

  @Approval
  private String approve(@Label("application") String application, String decision) {
    return decision;
  }

  @Wait(application = "{0}", reason = "lock")
  private void await(String application) {}

  @Operation(value = "reconcile", application = "{0}", events = "drift={1}", states = "{result}")
  private Map<String, Integer> reconcile(String application, List<String> drifted) {
    return Collections.singletonMap("running", 4);
  }

  @Deployment(application = "{0.broken}", environment = "{release.nothing}")
  private void broken(Release release) {}

  @Deployment(application = "{0}", outcome = "{result.status}", version = "{result.version}")
  private CompletionStage<Result> deployLater(String application, CompletionStage<Result> stage) {
    return stage;
  }

  /** What is deployed. */
  public static final class Release {
    private final String application;
    private final String version;

    Release(String application, String version) {
      this.application = application;
      this.version = version;
    }

    public String getApplication() {
      return application;
    }

    public String version() {
      return version;
    }

    public Date getCommittedAt() {
      return new Date(System.currentTimeMillis() - 3_600_000);
    }

    public String getBroken() {
      throw new UnsupportedOperationException("not now");
    }
  }

  /** What a deployment came to. */
  public static final class Result {
    final String status;

    Result(String status) {
      this.status = status;
    }

    public String getVersion() {
      return "7";
    }

    public String getStatus() {
      return status;
    }

    public int[] getNodes() {
      return new int[3];
    }
  }

  /** Old code. */
  static class Legacy {
    boolean roll(String application, int nodes) {
      return nodes > 0;
    }
  }
}
