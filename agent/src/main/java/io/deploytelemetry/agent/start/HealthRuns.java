package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.check.OwnChecks;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.health.CheckedMethods;
import io.deploytelemetry.agent.model.Slots;
import java.lang.instrument.Instrumentation;

/**
 * The health checks that the agent runs, which begin once the application's main class is there.
 */
final class HealthRuns {

  private final Settings settings;
  private final Slots slots;
  private final CheckedMethods methods;
  private final Instrumentation instrumentation;

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
    methods.start(OwnChecks.make(settings, slots, instrumentation), mainClass);
  }
}
