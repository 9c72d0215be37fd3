package io.deploytelemetry.agent.model;

import org.jspecify.annotations.Nullable;

/** Told when a health check becomes better or worse. */
public interface HealthListener {

  /**
   * A check has changed. That it is up when it first runs is no change.
   *
   * @param status {@code UP}, {@code DOWN} or {@code UNKNOWN}
   * @param error why it is not up, if that is known
   */
  void changed(Check check, String status, @Nullable String error);
}
