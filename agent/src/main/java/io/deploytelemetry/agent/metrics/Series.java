package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All calls with one kind and one set of label values: what is running, and what has ended and how.
 *
 * <p>A call takes one of the series' lanes. There is one to begin with; whenever a call finds the
 * lanes open to it taken, their number doubles, to a bound that follows the number of processors,
 * so that a series costs memory only where calls really overlap. A thread may use the lanes {@code
 * id & 0, id & 1, id & 3 …}, hence whatever the number was when its outer call began, the lane of
 * that call is among those that an inner one looks at: a call within another of the same series on
 * the same thread is not counted again.
 *
 * <p>Threads: calls write to lanes that they own and publish new tables of lanes under the lock of
 * the series; scrapes read.
 */
final class Series {

  /** A start that is none. */
  static final long NOT_RUNNING = Long.MIN_VALUE;

  private static final int MOST_LANES = mostLanes(Runtime.getRuntime().availableProcessors());

  private final List<String> labels;
  private final OperationKind kind;
  private final ErrorCounts errors = new ErrorCounts();

  private volatile Lane[] lanes;
  private volatile @Nullable Overflow overflow;

  Series(OperationKind kind, List<String> labels) {
    this.kind = kind;
    this.labels = labels;
    this.lanes = new Lane[] {new Lane(this)};
  }

  /** The label values, in the order of the kind's names. */
  List<String> labels() {
    return labels;
  }

  BucketLayout layout() {
    return BucketLayout.of(kind);
  }

  ErrorCounts errors() {
    return errors;
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
    Lane[] current = lanes;
    Lane free = null;
    for (int mask = current.length - 1; ; mask >>>= 1) {
      Lane lane = current[id(thread) & mask];
      Thread owner = lane.owner();
      if (owner == thread) {
        return null;
      }
      if (owner == null && free == null) {
        free = lane;
      }
      if (mask == 0) {
        break;
      }
    }
    Overflow beyond = overflow;
    if (beyond != null && beyond.isRunning(thread)) {
      return null;
    }
    if (free != null && free.begin(thread)) {
      return free;
    }
    return beginInNewLane(thread);
  }

  private Call beginInNewLane(Thread thread) {
    while (true) {
      Lane[] current = lanes;
      for (int mask = current.length - 1; mask != 0; mask >>>= 1) {
        Lane lane = current[id(thread) & mask];
        if (lane.owner() == null && lane.begin(thread)) {
          return lane;
        }
      }
      if (current.length == MOST_LANES) {
        return overflow().begin(thread);
      }
      grow(current);
    }
  }

  private synchronized void grow(Lane[] current) {
    if (lanes == current) {
      Lane[] grown = new Lane[current.length * 2];
      System.arraycopy(current, 0, grown, 0, current.length);
      for (int i = current.length; i < grown.length; i++) {
        grown[i] = new Lane(this);
      }
      lanes = grown;
    }
  }

  private Overflow overflow() {
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
    for (Lane lane : lanes) {
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
    for (Lane lane : lanes) {
      started += lane.started();
    }
    Overflow beyond = overflow;
    return beyond == null ? started : started + beyond.started();
  }

  /** When the oldest running call began, by {@link #now}, or {@link #NOT_RUNNING}. */
  long oldestStart() {
    long oldest = NOT_RUNNING;
    for (Lane lane : lanes) {
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
}
