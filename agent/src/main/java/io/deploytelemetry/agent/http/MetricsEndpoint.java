package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.metrics.AgentMetrics;
import io.deploytelemetry.agent.metrics.Metrics;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics, by client_java's handler, which negotiates format and compression and filters by
 * {@code name[]}.
 */
final class MetricsEndpoint implements Endpoint {

  private static final List<String> DEBUG =
      Arrays.asList("openmetrics", "text", "prometheus-protobuf");

  private final Metrics metrics;
  private final AgentMetrics agent;
  private final Scrapes scrapes = new Scrapes();

  private @Nullable PrometheusScrapeHandler handler;

  MetricsEndpoint(Metrics metrics, AgentMetrics agent) {
    this.metrics = metrics;
    this.agent = agent;
  }

  @Override
  public Answer answer(Request request) {
    if (hasUnknownDebug(request.query())) {
      return Answer.text(400, "debug is one of " + String.join(", ", DEBUG));
    }
    Scrapes.Scrape scrape = scrapes.begin(request.peer());
    if (scrape == null) {
      agent.rejected("too_many_scrapes");
      return Answer.text(503, Scrapes.MOST + " scrapes are running; try again.");
    }
    long start = System.nanoTime();
    Answer answer = null;
    try {
      ScrapeExchange exchange = new ScrapeExchange(request);
      handler().handleRequest(exchange);
      answer = exchange.answer();
      scrape.isMade();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    } finally {
      if (answer == null) {
        end(scrape, false, start);
      }
    }
    boolean isRight = answer.status() == 200;
    return answer.tells(taken -> end(scrape, taken && isRight, start));
  }

  private void end(Scrapes.Scrape scrape, boolean succeeded, long start) {
    scrapes.end(scrape);
    agent.scraped(succeeded, System.nanoTime() - start);
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

  private synchronized PrometheusScrapeHandler handler() {
    PrometheusScrapeHandler made = handler;
    if (made == null) {
      made = new PrometheusScrapeHandler(metrics.registry());
      handler = made;
    }
    return made;
  }
}
