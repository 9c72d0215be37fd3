package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All calls with one kind and one set of label values: what is running, and what has ended and how.
 *
 * <p>A call takes a lane of the series: of n lanes, n a power of two, a thread has one of its own,
 * by its id. There is one lane to begin with; whenever a call finds its thread's lane taken, their
 * number doubles, to a bound that follows the number of processors, so that a series costs memory
 * only where calls really overlap. Beyond the bound a call goes to the {@link Overflow}.
 *
 * <p>A call within another of the same series on the same thread is not counted again. The outer
 * one is in the thread's lane or in the overflow, unless it began when there were fewer lanes. So a
 * new {@link Table} is unsettled, and all lanes that a thread ever had are looked at, until no call
 * is left in a lane that is not its thread's own. A call that has taken a lane looks whether the
 * table is still the same, and if not begins again: either it sees the new table, or whoever
 * settles that sees the call. Looking at one lane only matters: another thread writes to its lane
 * twice a call, and reading it costs 50 ns each time.
 *
 * <p>Threads: calls write to lanes that they own and publish new tables under the lock of the
 * series; scrapes read.
 */
final class Series {

  /** A start that is none. */
  static final long NOT_RUNNING = Long.MIN_VALUE;

  private static final int MOST_LANES = mostLanes(Runtime.getRuntime().availableProcessors());

  private final List<String> labels;
  private final OperationKind kind;
  private final Base base;
  private final Layouts layouts;
  private final ErrorCounts errors = new ErrorCounts();

  private volatile Table table;
  private volatile @Nullable Overflow overflow;
  private @Nullable BucketLayout layout;
  private volatile @Nullable EventCounts events;
  private volatile @Nullable TracedCalls traced;

  Series(OperationKind kind, List<String> labels, Base base, Layouts layouts) {
    this.kind = kind;
    this.labels = labels;
    this.base = base;
    this.layouts = layouts;
    this.table = new Table(new Lane[] {new Lane(this)}, true);
  }

  /** The label values, in the order of the kind's names. */
  List<String> labels() {
    return labels;
  }

  /** What all series of the same application, environment and provider have in common. */
  Base base() {
    return base;
  }

  /** The layout, which is the same whichever thread asks for it first. */
  BucketLayout layout() {
    BucketLayout made = layout;
    if (made == null) {
      made = layouts.ofDurations(kind);
      layout = made;
    }
    return made;
  }

  ErrorCounts errors() {
    return errors;
  }

  /** What happened in calls; {@code null} while nothing is declared that could. */
  @Nullable EventCounts events() {
    return events;
  }

  /** The events, which are counted from now on. */
  synchronized EventCounts declareEvents() {
    EventCounts counts = events;
    if (counts == null) {
      counts = new EventCounts();
      events = counts;
    }
    return counts;
  }

  /** The calls that ran in sampled spans; {@code null} while nobody has looked for one. */
  @Nullable TracedCalls traced() {
    return traced;
  }

  /** The calls that ran in sampled spans, which are kept from now on. */
  TracedCalls keepTraced() {
    TracedCalls kept = traced;
    return kept == null ? newTraced() : kept;
  }

  private synchronized TracedCalls newTraced() {
    TracedCalls kept = traced;
    if (kept == null) {
      kept = new TracedCalls(layout());
      traced = kept;
    }
    return kept;
  }

  /** The clock for durations; never {@link #NOT_RUNNING}. */
  static long now() {
    long now = System.nanoTime();
    return now == NOT_RUNNING ? now + 1 : now;
  }

  /** The earlier of two starts, each of which may be {@link #NOT_RUNNING}. */
  static long older(long one, long other) {
    if (one == NOT_RUNNING) {
      return other;
    }
    return other == NOT_RUNNING || one - other <= 0 ? one : other;
  }

  /**
   * Begins a call.
   *
   * @return the call; {@code null} if this thread is in a call of this series already
   */
  @Nullable Call begin() {
    Thread thread = Thread.currentThread();
    Table current = table;
    Lane own = current.lane(thread);
    Overflow beyond = overflow;
    if (isRunningIn(own, thread)
        || (beyond != null && beyond.isRunning(thread))
        || (!current.isSettled && isRunningInEarlierLane(current, thread))) {
      return null;
    }
    return own.begin(thread, current) ? own : beginElsewhere(thread);
  }

  private static boolean isRunningIn(Lane lane, Thread thread) {
    if (lane.owner() != thread) {
      return false;
    }
    lane.recover(thread); // if its probe failed to end the call
    return lane.owner() == thread;
  }

  /** Begins a call that another thread may end, and that is within no other one. */
  Call beginShared() {
    return overflow().begin(Thread.currentThread());
  }

  /**
   * Ends the calls that their probes failed to end, or could not even be told the end of: where the
   * stack is exhausted, the thread may end and leave a call behind. For a scrape, before it reads.
   */
  void recoverAbandoned() {
    for (Lane lane : table.lanes) {
      Thread owner = lane.owner();
      if (owner != null) {
        if (!owner.isAlive()) {
          lane.isAbandoned = true;
        }
        lane.recover(owner);
      }
    }
    Overflow beyond = overflow;
    if (beyond != null) {
      beyond.recoverAbandoned();
    }
  }

  /** Whether a lane was taken under a table that is still the series' one. */
  boolean isCurrent(Table seen) {
    return table == seen;
  }

  private Call beginElsewhere(Thread thread) {
    while (true) {
      Table current = table;
      Lane own = current.lane(thread);
      if (own.begin(thread, current)) {
        return own;
      }
      if (isCurrent(current)) {
        if (current.lanes.length == MOST_LANES) {
          return overflow().begin(thread);
        }
        grow(current);
      }
    }
  }

  private static boolean isRunningInEarlierLane(Table current, Thread thread) {
    for (int lanes = current.lanes.length / 2; lanes > 0; lanes /= 2) {
      if (current.lanes[id(thread) & (lanes - 1)].owner() == thread) {
        return true;
      }
    }
    current.settle();
    return false;
  }

  private synchronized void grow(Table current) {
    if (table == current) {
      Lane[] lanes = current.lanes;
      Lane[] grown = new Lane[lanes.length * 2];
      System.arraycopy(lanes, 0, grown, 0, lanes.length);
      for (int i = lanes.length; i < grown.length; i++) {
        grown[i] = new Lane(this);
      }
      table = new Table(grown, false);
    }
  }

  Overflow overflow() {
    Overflow beyond = overflow;
    return beyond == null ? newOverflow() : beyond;
  }

  private synchronized Overflow newOverflow() {
    Overflow beyond = overflow;
    if (beyond == null) {
      beyond = new Overflow(this);
      overflow = beyond;
    }
    return beyond;
  }

  /** Adds the completed calls by outcome; to be read before {@link #started}. */
  void addCompletedTo(DurationSums[] sums) {
    for (Lane lane : table.lanes) {
      lane.addCompletedTo(sums);
    }
    Overflow beyond = overflow;
    if (beyond != null) {
      beyond.addCompletedTo(sums);
    }
  }

  /** How many calls have begun. */
  long started() {
    long started = 0;
    for (Lane lane : table.lanes) {
      started += lane.started();
    }
    Overflow beyond = overflow;
    return beyond == null ? started : started + beyond.started();
  }

  /** Adds the calls that are running as if they ended now. */
  void addRunningTo(DurationSums sums) {
    long now = now();
    for (long start : starts()) {
      sums.add(layout().cell(now - start), 1);
      sums.add(now - start, now, now - start);
    }
  }

  /** How many calls are running. */
  int running() {
    int running = 0;
    for (Lane lane : table.lanes) {
      running += lane.start() == NOT_RUNNING ? 0 : 1;
    }
    Overflow beyond = overflow;
    return beyond == null ? running : running + beyond.starts().size();
  }

  /** When each call that is running began, by {@link #now}. */
  List<Long> starts() {
    List<Long> starts = new ArrayList<>();
    for (Lane lane : table.lanes) {
      long start = lane.start();
      if (start != NOT_RUNNING) {
        starts.add(start);
      }
    }
    Overflow beyond = overflow;
    if (beyond != null) {
      starts.addAll(beyond.starts());
    }
    return starts;
  }

  /** When the oldest running call began, by {@link #now}, or {@link #NOT_RUNNING}. */
  long oldestStart() {
    long oldest = NOT_RUNNING;
    for (Lane lane : table.lanes) {
      oldest = older(oldest, lane.start());
    }
    Overflow beyond = overflow;
    return beyond == null ? oldest : older(oldest, beyond.oldestStart());
  }

  /** Not final before Java 19; {@code threadId()}, which is, does not exist there. */
  @SuppressWarnings("deprecation")
  private static int id(Thread thread) {
    return (int) thread.getId();
  }

  /** Four times the processors, a power of two from 8 to 64. */
  private static int mostLanes(int processors) {
    return Math.max(8, Math.min(64, Integer.highestOneBit(processors * 4)));
  }

  /** The lanes at a time. Immutable but for the flag, which goes to true once. */
  static final class Table {

    private final Lane[] lanes;

    /** Whether every call is in the lane of its thread; once it is so, it remains so. */
    private volatile boolean isSettled;

    Table(Lane[] lanes, boolean isSettled) {
      this.lanes = lanes;
      this.isSettled = isSettled;
    }

    Lane lane(Thread thread) {
      return lanes[id(thread) & (lanes.length - 1)];
    }

    void settle() {
      for (Lane lane : lanes) {
        Thread owner = lane.owner();
        if (owner != null && lane(owner) != lane) {
          return;
        }
      }
      isSettled = true;
    }
  }
}
