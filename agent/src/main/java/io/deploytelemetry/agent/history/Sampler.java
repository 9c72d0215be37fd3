package io.deploytelemetry.agent.history;

import io.deploytelemetry.agent.health.CheckResult;
import io.deploytelemetry.agent.health.HealthChecks;
import io.deploytelemetry.agent.history.Samples.Column;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.metrics.Activity;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Takes the samples of a {@link History}, on a daemon thread of its own. */
public final class Sampler implements Runnable {

  /** The application's start comes first; and logging, which the beans find, is its to set up. */
  private static final int HEAD_START_SECONDS = 10;

  private final History history;
  private final Activity activity;
  private final HealthChecks health;
  private boolean isManaged = true;

  public Sampler(History history, Activity activity, HealthChecks health) {
    this.history = history;
    this.activity = activity;
    this.health = health;
  }

  /** Begins to take samples; a short run has ended by then. */
  public void start() {
    Thread thread = new Thread(this, "telemetry-history");
    thread.setDaemon(true);
    thread.setContextClassLoader(Sampler.class.getClassLoader());
    thread.start();
  }

  @Override
  public void run() {
    try {
      TimeUnit.SECONDS.sleep(HEAD_START_SECONDS);
      while (true) {
        sampleIfPossible();
        TimeUnit.SECONDS.sleep(History.SAMPLE_SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError failure) {
      Log.failed("the page at / gets no further samples", failure);
    }
  }

  private void sampleIfPossible() {
    try {
      sample();
    } catch (OutOfMemoryError full) {
      // the heap's trouble is the application's to tell; the next sample may succeed
    }
  }

  /** Takes a sample. */
  void sample() {
    Map<Column, Long> values = new EnumMap<>(Column.class);
    addHeap(values);
    if (isManaged) {
      addManaged(values);
    }
    values.put(Column.RUNNING, activity.running());
    values.put(Column.ENDED, activity.ended());
    values.put(Column.FAILED, activity.failed());
    Map<String, String> statuses = new HashMap<>();
    for (CheckResult check : health.report(null).checks()) {
      statuses.put(check.name(), check.status());
    }
    history.add(values, statuses);
  }

  private static void addHeap(Map<Column, Long> values) {
    Runtime runtime = Runtime.getRuntime();
    long committed = runtime.totalMemory();
    values.put(Column.HEAP_USED, committed - runtime.freeMemory());
    values.put(Column.HEAP_COMMITTED, committed);
    values.put(Column.HEAP_MOST, runtime.maxMemory());
  }

  /** A JVM may run without the modules for it; of which the metrics say so. */
  private void addManaged(Map<Column, Long> values) {
    try {
      values.put(Column.THREADS, JvmLoad.threads());
      values.put(Column.GC_MILLIS, JvmLoad.gcMillis());
      values.put(Column.CPU_MILLIS, JvmLoad.cpuMillis());
    } catch (LinkageError missing) {
      isManaged = false;
    }
  }
}
