package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.access.Access;
import io.deploytelemetry.agent.access.AccessOptions;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.HealthChecks;
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

  private final Shown shown;
  private final MetricsEndpoint metrics;

  /** Kept as long as nothing changes for it: it knows what files have told, and who has come. */
  private @Nullable Access access;

  private volatile @Nullable Router router;

  Routing(Shown shown) {
    this.shown = shown;
    this.metrics = new MetricsEndpoint(shown.metrics, shown.agent);
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
    HealthChecks health = shown.health;
    Router changed =
        new Router(access(Security.access(settings)), shown.agent::rejected)
            .add(HealthEndpoint.ALL, new HealthEndpoint(health, settings, null))
            .add(HealthEndpoint.ALL + "/", new HealthEndpoint(health, settings, null))
            .add("/status", new StatusEndpoint(settings, shown))
            .add("/", new PageEndpoint(settings))
            .add(HistoryEndpoint.PATH, new HistoryEndpoint(settings, shown))
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
      current = new Access(options, shown.agent::reloaded);
      access = current;
    }
    return current;
  }
}
