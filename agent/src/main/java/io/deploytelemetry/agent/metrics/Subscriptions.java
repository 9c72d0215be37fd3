package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.bridge.TelemetrySubscription;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins a call for each subscription to what a method returned, in the series to which the values
 * of its entry have led. Threads: any.
 */
final class Subscriptions implements Supplier<@Nullable TelemetrySubscription> {

  private final MethodProbe probe;
  private final Series series;
  private final @Nullable Object @Nullable [] values;

  /**
   * Begins nothing yet.
   *
   * @param values what has been read when the method returned
   */
  Subscriptions(MethodProbe probe, Series series, @Nullable Object @Nullable [] values) {
    this.probe = probe;
    this.series = series;
    this.values = values;
  }

  /** The call of a subscription; {@code null} if it is within another one of the series. */
  @Override
  public @Nullable TelemetrySubscription get() {
    try {
      Call call = probe.begin(series);
      return call == null ? null : new SubscribedCall(probe, call, values);
    } catch (Throwable failure) {
      TelemetryBridge.failed(failure);
      return null;
    }
  }
}
