package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.access.Access;
import io.deploytelemetry.agent.access.AccessOptions;
import io.deploytelemetry.agent.config.ConfigWatch;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.history.History;
import io.deploytelemetry.agent.metrics.Activity;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.model.Inventory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a router of the settings, and another one when they change; each request is answered by the
 * one that is there when it comes, so that a credential which is taken back opens nothing more on a
 * connection that is kept alive.
 *
 * <p>Threads: that of the services changes the settings, those of the connections ask.
 */
final class Routing implements Supplier<Router> {

  private final String version;
  private final long startNanos;
  private final HealthChecks health;
  private final Inventory inventory;
  private final ConfigWatch watch;
  private final MetricsEndpoint metrics;
  private final AgentMetrics agent;
  private final Activity activity;
  private final @Nullable History history;

  /** Kept as long as nothing changes for it: it knows what files have told, and who has come. */
  private @Nullable Access access;

  private volatile @Nullable Router router;

  Routing(
      String version,
      long startNanos,
      HealthChecks health,
      Inventory inventory,
      ConfigWatch watch,
      MetricsEndpoint metrics,
      AgentMetrics agent,
      Activity activity,
      @Nullable History history) {
    this.version = version;
    this.startNanos = startNanos;
    this.health = health;
    this.inventory = inventory;
    this.watch = watch;
    this.metrics = metrics;
    this.agent = agent;
    this.activity = activity;
    this.history = history;
  }

  @Override
  public Router get() {
    Router current = router;
    if (current == null) {
      throw new IllegalStateException("no settings are in use");
    }
    return current;
  }

  /** Goes by these settings from now on. */
  void use(Settings settings) {
    Router changed =
        new Router(access(Security.access(settings)), agent::rejected)
            .add(HealthEndpoint.ALL, new HealthEndpoint(health, settings, null))
            .add(HealthEndpoint.ALL + "/", new HealthEndpoint(health, settings, null))
            .add(
                "/status",
                new StatusEndpoint(version, settings, inventory, agent.pushes(), watch, startNanos))
            .add("/", new PageEndpoint(settings))
            .add(
                HistoryEndpoint.PATH,
                new HistoryEndpoint(settings, startNanos, history, activity, health))
            .add(settings.get(Option.METRICS_PATH), metrics);
    if (settings.is(Option.HEALTH_ALIASES)) {
      changed
          .add("/healthz", new HealthEndpoint(health, settings, "/health"))
          .add("/livez", new HealthEndpoint(health, settings, "/health/live"))
          .add("/readyz", new HealthEndpoint(health, settings, "/health/ready"))
          .add("/ready", new HealthEndpoint(health, settings, "/health/ready"));
    }
    router = changed;
  }

  private Access access(AccessOptions options) {
    Access current = access;
    if (current == null || !current.isFor(options)) {
      current = new Access(options, agent::reloaded);
      access = current;
    }
    return current;
  }
}
