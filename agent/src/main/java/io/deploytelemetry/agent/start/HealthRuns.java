package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.check.OwnChecks;
import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.CheckedMethods;
import io.deploytelemetry.agent.health.OwnCheck;
import io.deploytelemetry.agent.model.Slots;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The health checks that the agent runs, which begin once the application's main class is there.
 */
final class HealthRuns {

  private final Settings settings;
  private final Slots slots;
  private final CheckedMethods methods;
  private final Instrumentation instrumentation;
  private long begunNanos;

  HealthRuns(
      Settings settings, Slots slots, CheckedMethods methods, Instrumentation instrumentation) {
    this.settings = settings;
    this.slots = slots;
    this.methods = methods;
    this.instrumentation = instrumentation;
  }

  /**
   * Runs them once {@code main} has begun.
   *
   * @param mainClass the name of the main class; {@code ""} if it is not known
   */
  void begin(String mainClass) {
    begunNanos = System.nanoTime();
    methods.start(ownChecks(settings), mainClass);
  }

  /** Runs the checks of other settings from now on. */
  void use(Settings changed) {
    methods.use(ownChecks(changed));
  }

  private List<OwnCheck> ownChecks(Settings current) {
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
    long delay = Math.max(0, current.millis(Option.HEALTH_DELAY) - elapsed);
    return OwnChecks.make(current, slots, instrumentation, delay);
  }
}
