package io.deploytelemetry.agent.health;

import org.jspecify.annotations.Nullable;

/** A thread that runs checks; it knows which, for the woven code on it. */
final class CheckThread extends Thread {

  private @Nullable Run run;

  CheckThread(Runnable work) {
    super(work, "telemetry-check");
    setDaemon(true);
  }

  void setRun(@Nullable Run newRun) {
    run = newRun;
  }

  /** The run that is made on the current thread; {@code null} if none is. */
  static @Nullable Run current() {
    Thread thread = Thread.currentThread();
    return thread instanceof CheckThread ? ((CheckThread) thread).run : null;
  }
}
