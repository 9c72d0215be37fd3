package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.CheckRun;
import io.deploytelemetry.agent.model.Outcome;

/**
 * The call of a check in a run that the agent makes. Whoever watches the time may end it while the
 * method is still at it; what the method comes to then is told to the run, and counts no more.
 *
 * <p>Threads: the run's, that which completes a stage, the watch; the call is its own lock.
 */
final class RunCall extends Call {

  private final CheckRun run;
  private Call counted;
  private boolean hasEnded;

  /** Makes a call; {@code counted} is how it is counted. */
  RunCall(Call counted, CheckRun run) {
    super(counted.series());
    this.counted = counted;
    this.run = run;
  }

  CheckRun run() {
    return run;
  }

  @Override
  long end(Outcome outcome) {
    synchronized (this) {
      if (!hasEnded) {
        hasEnded = true;
        return counted.end(outcome);
      }
    }
    run.cameBack();
    return ENDED;
  }

  @Override
  synchronized Call detach() {
    if (!hasEnded) {
      counted = counted.detach();
    }
    run.detached();
    return this;
  }
}
