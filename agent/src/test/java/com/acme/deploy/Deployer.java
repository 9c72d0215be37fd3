package com.acme.deploy;

import io.deploytelemetry.annotations.Approval;
import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import io.deploytelemetry.annotations.Label;
import io.deploytelemetry.annotations.Operation;
import io.deploytelemetry.annotations.Rollback;
import io.deploytelemetry.annotations.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/** A deployer that uses every value there is; woven and called by the tests of the language. */
@Deployment(provider = "bare_metal")
public class Deployer {

  private final String region;
  int calls;

  public Deployer(String region) {
    this.region = region;
  }

  public String getRegion() {
    return region;
  }

  @Deployment(
      application = "{release.application}",
      environment = "{this.region}-{1}",
      strategy = "{release.strategy}",
      version = "{release.version}",
      committedAt = "{release.committedAt}",
      targets = "{result.nodes}",
      outcome = "{result.status}")
  public Result deploy(Release release, String environment, Result result) {
    calls++;
    Result given = result;
    release = null; // what is read at the end is what it was at the beginning
    environment = null;
    return given;
  }

  @Deployment(application = "{0.broken}", environment = "{release.missing}", version = "{0.clone}")
  public void deployUnreadable(Release release) {}

  @Deployment(application = "{0}", environment = "any", version = "{1}", targets = "{2}")
  public void deployAnything(Object application, Object version, Object targets) {}

  @Deployment(application = "{this.deployItself}", environment = "{this.region}")
  public String deployItself() {
    return "OK";
  }

  @Deployment(application = "{0}", environment = "{1}", strategy = "{2}-{3}-{4}-{5}")
  public static long deployPrimitives(int a, long b, boolean c, char d, double e, byte f) {
    return a + b;
  }

  @Deployment(application = "{release.artifact.owner.name}", strategy = "{1.value.version}")
  public <T extends Release> void deployGeneric(T release, Box<? extends Release> box) {}

  @Deployment(application = "{0}", outcome = "{result}")
  public int deployWithExitCode(String application, int code) {
    return code;
  }

  @Deployment(application = "{0}", version = "{result.version}", outcome = "{result.status}")
  public CompletionStage<Result> deployLater(String application, CompletionStage<Result> stage) {
    return stage;
  }

  @Deployment(application = "{0}")
  public Object deployEverything(String application, Callable<?> inner) throws Exception {
    return inner.call();
  }

  @Deployment
  public void deployLabelled(
      @Label("application") String application,
      int unused,
      @Label("environment") Stage stage,
      @Label("unheard") String unheard) {}

  @Rollback(application = "{0}", reason = "{1}", version = "{2}", targets = "{3}")
  public void rollBack(String application, String reason, String version, int[] nodes) {}

  @Rollback(application = "{0}", environment = "any", provider = "bare_metal")
  public void rollBackOnce(String application) {}

  @HealthCheck(value = "{0}", group = "live")
  public boolean check(String name, boolean up) {
    return up;
  }

  @Approval(application = "{0}")
  public Object approve(String application, Object decision) {
    if (decision instanceof RuntimeException) {
      throw (RuntimeException) decision;
    }
    return decision;
  }

  @Approval(application = "{0}", step = "request")
  public boolean ask(String application) {
    return true;
  }

  @Approval(application = "{0}", outcome = "success")
  public boolean approveAnyway(String application, boolean decision) {
    return decision;
  }

  @Approval(application = "{0}", step = "decision")
  public boolean decide(String application) {
    return false;
  }

  @Wait(application = "{0}", reason = "lock")
  public boolean await(String application) {
    return false;
  }

  @Operation(
      application = "{0}",
      events = "drift={result.drifted},looked=1,args={1},forgotten",
      states = "{result.states}")
  public Result reconcile(String application, List<String> nodes, Result result) {
    if (result == null) {
      throw new IllegalStateException("no result");
    }
    return result;
  }

  /** An environment. */
  public enum Stage {
    PRODUCTION {
      @Override
      public String toString() {
        return "not the name";
      }
    }
  }

  /** What holds something. */
  public static class Box<T> {
    private final T value;

    public Box(T value) {
      this.value = value;
    }

    public T getValue() {
      return value;
    }
  }

  /** What has an owner: an interface with a default accessor. */
  public interface Artifact {
    Owner owner();

    default String description() {
      return "by " + owner().name;
    }
  }

  /** Whoever owns it; its field is accessible within the package. */
  public static class Owner {
    final String name;

    public Owner(String name) {
      this.name = name;
    }
  }

  /** What is deployed. */
  public static class Release extends Box<Release> {
    private final String application;

    public Release(String application) {
      super(null);
      this.application = application;
    }

    public String getApplication() {
      return application;
    }

    public Optional<String> strategy() {
      return Optional.of("rolling");
    }

    public String version() {
      return "1.2.3";
    }

    public void committed() {}

    public Instant committedAt() {
      return Instant.now().minusSeconds(600);
    }

    public Artifact artifact() {
      return () -> new Owner(team());
    }

    public String broken() {
      throw new IllegalStateException("cannot be read");
    }

    private String team() {
      return application + "-team";
    }
  }

  /** What a deployment came to. */
  public static class Result {
    private final String status;

    public Result(String status) {
      this.status = status;
    }

    public String status() {
      return status;
    }

    public String version() {
      return "2.0";
    }

    public List<String> getNodes() {
      return List.of("a", "b", "c");
    }

    public boolean isDrifted() {
      return true;
    }

    public Map<String, Integer> states() {
      return Map.of("running", 2, "stopped", 1);
    }
  }
}
