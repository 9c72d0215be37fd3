package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.Option;
import io.deploytelemetry.agent.config.Settings;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.HealthListener;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.OutcomeListener;

/** Tells the log how to write. Called at the start, and then by the one thread of the services. */
final class Logging {

  private final Listeners listeners;
  private boolean isListening;

  Logging(Listeners listeners) {
    this.listeners = listeners;
  }

  void use(Settings settings) {
    boolean hasEvents = settings.is(Option.LOG_EVENTS);
    Log.use(
        settings.logLevel(),
        settings.is(Option.LOG_FORMAT, "json"),
        hasEvents,
        settings.get(Option.LOG_FILE));
    if (hasEvents && !isListening) {
      isListening = true;
      LoggedEvents events = new LoggedEvents();
      listeners.add((OutcomeListener) events);
      listeners.add((HealthListener) events);
    }
  }
}
