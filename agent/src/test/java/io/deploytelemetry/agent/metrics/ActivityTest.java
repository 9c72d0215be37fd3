package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivityTest {

  private final MeasuredMethods methods = new MeasuredMethods();
  private final Activity activity = methods.metrics.activity();

  @Test
  void whatRunsIsListedUntilItEnds() {
    int slot = methods.deployment("shop", "rolling");
    Object call = TelemetryBridge.enter(slot);

    assertThat(activity.running()).isEqualTo(1);
    assertThat(activity.calls()).hasSize(1);
    RunningCall running = activity.calls().get(0);
    assertThat(running.kind()).isEqualTo(OperationKind.DEPLOYMENT);
    assertThat(running.names().get(0)).isEqualTo("application");
    assertThat(running.labels().get(0)).isEqualTo("shop");
    assertThat(running.seconds()).isBetween(0.0, 60.0);

    TelemetryBridge.exit(call, slot);
    assertThat(activity.running()).isZero();
    assertThat(activity.calls()).isEmpty();
  }

  @Test
  void endedCallsAreAddedUpTogetherAndByEnvironment() {
    int staging = inEnvironment("staging");
    int production = inEnvironment("production");
    methods.call(staging);
    methods.call(production);
    methods.callThrowing(production, new IllegalStateException());
    methods.call(methods.rollback("shop", "manual"));

    List<Totals> totals = activity.totals();
    assertThat(totals)
        .extracting(Totals::environment)
        .containsExactly(null, "", "production", "staging");
    assertThat(totals.get(0).of(OperationKind.DEPLOYMENT))
        .isEqualTo(Map.of(Outcome.SUCCESS, 2L, Outcome.FAILURE, 1L));
    assertThat(totals.get(0).of(OperationKind.ROLLBACK)).isEqualTo(Map.of(Outcome.SUCCESS, 1L));
    assertThat(totals.get(2).of(OperationKind.DEPLOYMENT))
        .isEqualTo(Map.of(Outcome.SUCCESS, 1L, Outcome.FAILURE, 1L));
    assertThat(totals.get(2).durations().count()).isEqualTo(2);
    assertThat(totals.get(3).of(OperationKind.ROLLBACK)).isEmpty();
  }

  @Test
  void endedAndFailedCallsAreCountedWhileOthersRun() {
    int slot = methods.deployment("shop", "rolling");
    methods.call(slot);
    methods.callThrowing(slot, new IllegalStateException());
    methods.callThrowing(slot, new InterruptedException());
    Object call = TelemetryBridge.enter(slot);

    assertThat(activity.ended()).isEqualTo(3);
    assertThat(activity.failed()).isEqualTo(1);
    TelemetryBridge.exit(call, slot);
    assertThat(activity.ended()).isEqualTo(4);
  }

  @Test
  void aSuccessAfterAFailureIsARecovery() {
    int slot = inEnvironment("production");
    methods.callThrowing(slot, new IllegalStateException());
    assertThat(activity.totals().get(0).recoveries().count()).isZero();
    methods.call(slot);

    assertThat(activity.totals().get(0).recoveries().count()).isEqualTo(1);
    assertThat(activity.totals().get(0).leadTimes().count()).isZero();
  }

  @Test
  void quantilesAreWithinAFewPercentOfTheDurations() {
    BucketLayout layout = new BucketLayout(1, 10);
    DurationSums sums = new DurationSums(layout);
    for (int millis = 1; millis <= 1_000; millis++) {
      sums.add(layout.cell(millis * 1_000_000L), 1);
    }
    Distribution distribution = new Distribution(sums);

    assertThat(distribution.quantile(0.5)).isCloseTo(0.5, within(0.012));
    assertThat(distribution.quantile(0.9)).isCloseTo(0.9, within(0.021));
    assertThat(distribution.quantile(0.99)).isCloseTo(0.99, within(0.023));
    assertThat(new Distribution(null).quantile(0.5)).isNaN();
  }

  private int inEnvironment(String environment) {
    return methods.slot(
        OperationKind.DEPLOYMENT, "deploy" + environment, null, "shop", environment, "", "");
  }
}
