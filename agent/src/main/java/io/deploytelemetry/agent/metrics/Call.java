package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryCall;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.trace.Trace;
import org.jspecify.annotations.Nullable;

/** A call that is under way, between the beginning and the end of a woven method. */
abstract class Call extends TelemetryCall {

  private final Series series;

  /** Written before the call is handed to another thread. */
  private @Nullable Trace trace;

  Call(Series series) {
    super(null);
    this.series = series;
  }

  /** Makes a call that stands for another one. */
  Call(Call counted) {
    super(counted);
    this.series = counted.series;
  }

  /** The series in which the call was counted as started, and will be as completed. */
  Series series() {
    return series;
  }

  /** The span in which the call left its thread; {@code null} while it is on it. */
  @Nullable Trace trace() {
    return trace;
  }

  /** The call goes on, and is part of a trace wherever it ends. */
  void goesOnIn(Trace span) {
    trace = span;
  }

  /**
   * Counts the call as completed, once: a second end is ignored.
   *
   * @return how long it took, in nanoseconds, or {@link #ENDED}
   */
  abstract long end(Outcome outcome);

  /**
   * Takes the call off its thread, because it goes on after the method has returned: another thread
   * may end it, and what its own thread does next is not within it.
   *
   * @return the call as it goes on; this one has ended
   */
  abstract Call detach();

  /**
   * Lets this thread end or detach the call although it is another one's, which does neither
   * meanwhile: whoever calls this sees to that.
   */
  void takeOver(Thread from) {}

  /** What {@link #end} returns for a call that has ended before. */
  static final long ENDED = -1;
}
