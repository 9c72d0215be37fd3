package io.deploytelemetry.agent.history;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.HealthListener;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.OutcomeListener;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Uptime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers for whoever looks after the incident: the latest deployments and
 * rollbacks, how health has changed, and an hour of samples, in a few hundred kilobytes whatever
 * happens. What has gone well and what has not are remembered apart, so that many of the one do not
 * push out the other.
 *
 * <p>Everything remembered has a number, each greater than the one before: who has read up to a
 * number reads on from there.
 *
 * <p>Threads: any. A call comes here when it ends; the lock is for those that are remembered,
 * {@value #BUDGET} of each sort between two samples, and for readers.
 */
public final class History implements OutcomeListener, HealthListener {

  /** How far apart samples are. */
  public static final int SAMPLE_SECONDS = 5;

  private static final int SAMPLES = 3_600 / SAMPLE_SECONDS;
  private static final int MOST_ENDED = 300;
  private static final int MOST_CHANGES = 200;
  private static final int BUDGET = 50;
  private static final int LONGEST_TEXT = 128;

  private final Uptime uptime;
  private final Ring<Ended> successes = new Ring<>(MOST_ENDED, BUDGET);
  private final Ring<Ended> others = new Ring<>(MOST_ENDED, BUDGET);
  private final Ring<HealthChange> changes = new Ring<>(MOST_CHANGES, BUDGET);
  private final Samples samples = new Samples(SAMPLES);
  private final CheckStrips strips = new CheckStrips(samples, SAMPLES);
  private long last;

  /** Makes a history of what happens from now on. */
  public History(Uptime uptime) {
    this.uptime = uptime;
  }

  /** Milliseconds since the agent's start: unlike the clock on the wall, they only grow. */
  public long nowMillis() {
    return uptime.millis();
  }

  @Override
  public boolean wants(Outcome outcome) {
    return ring(outcome).hasRoom();
  }

  private Ring<Ended> ring(Outcome outcome) {
    return outcome == Outcome.SUCCESS || outcome == Outcome.SKIP ? successes : others;
  }

  @Override
  public void ended(
      ProbeSpec spec,
      List<String> labels,
      String version,
      Outcome outcome,
      long nanos,
      String errorType) {
    Ring<Ended> ring = ring(outcome);
    if (ring.admits()) {
      synchronized (this) {
        ring.add(
            new Ended(
                ++last, nowMillis(), spec, labels, cut(version), outcome, nanos, cut(errorType)));
      }
    }
  }

  @Override
  public void changed(Check check, String status, @Nullable String error) {
    if (changes.admits()) {
      synchronized (this) {
        changes.add(
            new HealthChange(
                ++last, nowMillis(), check.name(), status, error == null ? null : cut(error)));
      }
    }
  }

  private static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  /**
   * Remembers a sample.
   *
   * @param values what was read; what is missing is unknown
   * @param statuses how each health check is
   */
  synchronized void add(Map<Samples.Column, Long> values, Map<String, String> statuses) {
    successes.refill();
    others.refill();
    changes.refill();
    samples.begin();
    samples.set(Samples.Column.NUMBER, ++last);
    samples.set(Samples.Column.AT, nowMillis());
    values.forEach(samples::set);
    strips.begin();
    statuses.forEach(strips::set);
  }

  /**
   * What is remembered, without what a reader knows already.
   *
   * @param known the number up to which it does; 0 for nothing
   */
  public synchronized Memory after(long known) {
    List<Ended> ended = new ArrayList<>();
    successes.copyTo(ended);
    others.copyTo(ended);
    ended.removeIf(each -> each.number() <= known);
    ended.sort(Comparator.comparingLong(Ended::number));
    List<HealthChange> changed = new ArrayList<>();
    changes.copyTo(changed);
    changed.removeIf(each -> each.number() <= known);
    return new Memory(
        last, ended, changed, samples.after(known), successes.added() + others.added());
  }

  /**
   * How a check was at the samples: since when, in milliseconds after the agent's start, and how.
   */
  public synchronized List<List<Object>> strip(String check) {
    return strips.of(check);
  }

  /** What is remembered from some number on. Immutable. */
  public static final class Memory {

    private final long last;
    private final List<Ended> ended;
    private final List<HealthChange> changes;
    private final Map<String, List<@Nullable Long>> samples;
    private final long remembered;

    private Memory(
        long last,
        List<Ended> ended,
        List<HealthChange> changes,
        Map<String, List<@Nullable Long>> samples,
        long remembered) {
      this.last = last;
      this.ended = ended;
      this.changes = changes;
      this.samples = samples;
      this.remembered = remembered;
    }

    /** The number to read on from. */
    public long last() {
      return last;
    }

    /** Deployments and rollbacks in the order in which they ended. */
    public List<Ended> ended() {
      return ended;
    }

    public List<HealthChange> changes() {
      return changes;
    }

    /** The samples, column by column; {@code null} is what could not be read. */
    public Map<String, List<@Nullable Long>> samples() {
      return samples;
    }

    /** How many deployments and rollbacks were ever remembered, if only for a while. */
    public long remembered() {
      return remembered;
    }
  }
}
