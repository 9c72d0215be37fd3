package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One series as one scrape sees it; every family of a kind is derived from the same reading. */
final class SeriesReading {

  private final Series series;
  private final DurationSums[] byOutcome = new DurationSums[Outcome.count()];
  private final long completed;
  private final long started;
  private final long oldestStart;

  /** Reads a series; {@code isEnd} is whether the calls that still run end with this. */
  SeriesReading(Series series, boolean isEnd) {
    this.series = series;
    for (int i = 0; i < byOutcome.length; i++) {
      byOutcome[i] = new DurationSums(series.layout());
    }
    TracedCalls traced = series.traced();
    if (traced != null) {
      traced.addTo(byOutcome); // before they are counted: never an exemplar in an empty bucket
    }
    series.recoverAbandoned();
    series.addCompletedTo(byOutcome);
    if (isEnd) {
      series.addRunningTo(byOutcome[Outcome.UNKNOWN.ordinal()]);
    }
    long sum = 0;
    for (DurationSums sums : byOutcome) {
      sum += sums.count();
    }
    this.completed = sum;
    this.started = series.started(); // after the completed ones: never fewer
    this.oldestStart = isEnd ? Series.NOT_RUNNING : series.oldestStart();
  }

  List<String> labels() {
    return series.labels();
  }

  Base base() {
    return series.base();
  }

  BucketLayout layout() {
    return series.layout();
  }

  /** The events that are declared, and how much of each there was. */
  Map<String, Double> events() {
    EventCounts events = series.events();
    return events == null ? Collections.emptyMap() : events.sums();
  }

  ErrorCounts errors() {
    return series.errors();
  }

  DurationSums of(Outcome outcome) {
    return byOutcome[outcome.ordinal()];
  }

  /** All completed calls, whatever their outcome. */
  DurationSums ofAll() {
    DurationSums all = new DurationSums(series.layout());
    for (DurationSums sums : byOutcome) {
      all.add(sums);
    }
    return all;
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
