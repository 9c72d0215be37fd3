package io.deploytelemetry.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The metrics, by client_java's handler, which negotiates format and compression and filters by
 * {@code name[]}. So many scrapes run at a time that a pair of Prometheus servers and a person with
 * a browser are served; more are told to come again, so that threads remain for health.
 */
final class MetricsEndpoint implements Endpoint {

  private static final int MOST_AT_A_TIME = 4;
  private static final String TOO_MANY = "too_many_scrapes";
  private static final List<String> DEBUG =
      Arrays.asList("openmetrics", "text", "prometheus-protobuf");

  private final Metrics metrics;
  private final AgentMetrics agent;
  private final Semaphore permits = new Semaphore(MOST_AT_A_TIME);

  private @Nullable HttpHandler handler;

  MetricsEndpoint(Metrics metrics, AgentMetrics agent) {
    this.metrics = metrics;
    this.agent = agent;
  }

  @Override
  public void answer(HttpExchange exchange) throws IOException {
    if (hasUnknownDebug(exchange.getRequestURI().getQuery())) {
      Answer.text(400, "debug is one of " + String.join(", ", DEBUG)).send(exchange);
      return;
    }
    if (!permits.tryAcquire()) {
      agent.rejected(TOO_MANY);
      Answer.text(503, MOST_AT_A_TIME + " scrapes are running; try again.").send(exchange);
      return;
    }
    long start = System.nanoTime();
    boolean succeeded = false;
    try {
      handler().handle(exchange);
      succeeded = exchange.getResponseCode() == 200;
    } finally {
      permits.release();
      agent.scraped(succeeded, System.nanoTime() - start);
    }
  }

  /** The handler would blame itself for a format that there is not. */
  private static boolean hasUnknownDebug(@Nullable String query) {
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      if (parameter.startsWith("debug=") && !DEBUG.contains(parameter.substring(6))) {
        return true;
      }
    }
    return false;
  }

  private synchronized HttpHandler handler() {
    HttpHandler made = handler;
    if (made == null) {
      made = new MetricsHandler(metrics.registry());
      handler = made;
    }
    return made;
  }
}
