package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.config.ConfigWatch;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.history.History;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.Uptime;
import org.jspecify.annotations.Nullable;

/** What the endpoints show, whatever the settings: the parts of the agent that know something. */
public final class Shown {

  final String version;
  final Uptime uptime;
  final Metrics metrics;
  final AgentMetrics agent;
  final HealthChecks health;
  final Inventory inventory;
  final ConfigWatch watch;
  final @Nullable History history;

  /** Puts it together; {@code history} is {@code null} if nothing is remembered. */
  public Shown(
      String version,
      Uptime uptime,
      Metrics metrics,
      AgentMetrics agent,
      HealthChecks health,
      Inventory inventory,
      ConfigWatch watch,
      @Nullable History history) {
    this.version = version;
    this.uptime = uptime;
    this.metrics = metrics;
    this.agent = agent;
    this.health = health;
    this.inventory = inventory;
    this.watch = watch;
    this.history = history;
  }
}
