package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Outcome;
import java.util.List;

/** One series as one scrape sees it; every family of a kind is derived from the same reading. */
final class SeriesReading {

  private final Series series;
  private final DurationSums[] byOutcome = new DurationSums[Outcome.count()];
  private final long completed;
  private final long started;
  private final long oldestStart;

  SeriesReading(Series series) {
    this.series = series;
    for (int i = 0; i < byOutcome.length; i++) {
      byOutcome[i] = new DurationSums(series.layout());
    }
    series.addCompletedTo(byOutcome);
    long sum = 0;
    for (DurationSums sums : byOutcome) {
      sum += sums.count();
    }
    this.completed = sum;
    this.started = series.started(); // after the completed ones: never fewer
    this.oldestStart = series.oldestStart();
  }

  List<String> labels() {
    return series.labels();
  }

  ErrorCounts errors() {
    return series.errors();
  }

  DurationSums of(Outcome outcome) {
    return byOutcome[outcome.ordinal()];
  }

  long started() {
    return started;
  }

  long inProgress() {
    return started - completed;
  }

  /** When the oldest running call began, by {@link Series#now}, or {@link Series#NOT_RUNNING}. */
  long oldestStart() {
    return oldestStart;
  }
}
