package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.Family;
import io.deploytelemetry.agent.model.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often metrics were pushed, where to, and how it went.
 *
 * <p>Threads: any; the object is its own lock.
 */
public final class Pushes {

  private final Map<String, Sink> sinks = new LinkedHashMap<>();

  /**
   * There is a sink, at 0 so far.
   *
   * @param target where it is, for people
   */
  public synchronized void known(String sink, String target) {
    sinks.put(sink, new Sink(target));
  }

  /**
   * A push to a known sink has ended.
   *
   * @param problem what went wrong; {@code null} if it succeeded
   */
  public synchronized void pushed(String sink, @Nullable String problem, long nanos) {
    Sink pushed = sink(sink);
    pushed.nanos += nanos;
    if (problem == null) {
      pushed.successes++;
      pushed.lastSuccessMillis = System.currentTimeMillis();
    } else {
      pushed.failures++;
      pushed.lastProblem = problem;
    }
  }

  private Sink sink(String name) {
    Sink sink = sinks.get(name);
    if (sink == null) {
      throw new IllegalArgumentException(name + " is not known");
    }
    return sink;
  }

  /** Each sink with what became of its pushes, for {@code /status}. */
  public synchronized List<Object> toStatus() {
    List<Object> status = new ArrayList<>();
    sinks.forEach(
        (name, sink) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("sink", name);
          entry.put("target", sink.target);
          entry.put("successes", sink.successes);
          entry.put("failures", sink.failures);
          entry.put("lastProblem", sink.lastProblem);
          status.add(entry);
        });
    return status;
  }

  /**
   * Adds the metrics of all sinks.
   *
   * @param carrier the sink that these metrics are on the way to: what arrives has succeeded;
   *     {@code null} for none
   */
  synchronized void addTo(Snapshots snapshots, @Nullable String carrier) {
    sinks.forEach((name, sink) -> sink.addTo(snapshots, name, name.equals(carrier)));
  }

  private static final class Sink {

    private final String target;
    private long successes;
    private long failures;
    private long nanos;
    private long lastSuccessMillis;
    private @Nullable String lastProblem;

    Sink(String target) {
      this.target = target;
    }

    private void addTo(Snapshots snapshots, String name, boolean isCarrier) {
      List<String> labels = Collections.singletonList(name);
      snapshots.add(
          Family.AGENT_PUSHES,
          successes + (isCarrier ? 1 : 0),
          Arrays.asList(name, Outcome.SUCCESS.label()));
      snapshots.add(Family.AGENT_PUSHES, failures, Arrays.asList(name, Outcome.FAILURE.label()));
      snapshots.add(Family.AGENT_PUSH_DURATION, successes + failures, nanos / 1e9, labels);
      long last = isCarrier ? System.currentTimeMillis() : lastSuccessMillis;
      if (last != 0) {
        snapshots.add(Family.AGENT_PUSH_LAST_SUCCESS, last / 1e3, labels);
      }
    }
  }
}
