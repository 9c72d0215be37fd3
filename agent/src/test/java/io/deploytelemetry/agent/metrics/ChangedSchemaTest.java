package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.model.Bounds;
import io.deploytelemetry.agent.model.LabelNames;
import io.deploytelemetry.agent.model.Limits;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.OutcomeWords;
import io.deploytelemetry.agent.model.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits, words and buckets that change while methods are being measured. */
class ChangedSchemaTest {

  private final MeasuredMethods methods = new MeasuredMethods();

  @Test
  void raisedLimitGivesFurtherValuesTheirOwnSeriesAndLoweredOneTakesNoneAway() {
    int slot = methods.deployment("{0}", "");
    methods.probes.use(schema(new Limits(100, 1, 1), Map.of(), Map.of()));
    call(slot, "a");
    call(slot, "b");
    assertThat(started("a")).isOne();
    assertThat(started("_OTHER")).isOne();

    methods.probes.use(schema(new Limits(100, 2, 1), Map.of(), Map.of()));
    call(slot, "b");
    assertThat(started("b")).isOne();

    methods.probes.use(schema(new Limits(100, 1, 1), Map.of(), Map.of()));
    call(slot, "a");
    call(slot, "b");
    call(slot, "c");
    assertThat(started("a")).isEqualTo(2);
    assertThat(started("b")).isEqualTo(2);
    assertThat(started("_OTHER")).isEqualTo(2);
  }

  @Test
  void wordsStandForOtherOutcomesFromTheNextCallOn() {
    int slot = methods.deployment("shop", "");
    TelemetryBridge.exit("PARTIAL", TelemetryBridge.enter(slot), slot);
    methods.probes.use(schema(Limits.STANDARD, Map.of(), Map.of("PARTIAL", Outcome.FAILURE)));
    TelemetryBridge.exit("PARTIAL", TelemetryBridge.enter(slot), slot);

    assertThat(methods.scrape().value("deployments_total", "outcome=\"success\"")).isOne();
    assertThat(methods.scrape().value("deployments_total", "outcome=\"failure\"")).isOne();
  }

  @Test
  void histogramThatHasBeenObservedKeepsItsBucketsAndIsNamed() {
    methods.call(methods.deployment("shop", ""));
    Map<String, double[]> buckets =
        Map.of(
            "deployment_duration_seconds", new double[] {7},
            "rollback_duration_seconds", new double[] {7});

    assertThat(methods.probes.use(schema(Limits.STANDARD, buckets, Map.of())))
        .containsExactly("deployment_duration_seconds");

    methods.call(methods.rollback("shop", "manual"));
    assertThat(methods.scrape().value("rollback_duration_seconds_bucket", "le=\"7.0\"")).isOne();
    assertThat(methods.scrape().value("deployment_duration_seconds_bucket", "le=\"1.0\"")).isOne();
    assertThat(methods.probes.use(Schema.standard())).containsExactly("rollback_duration_seconds");
  }

  private double started(String application) {
    return methods.scrape().value("deployments_started_total", "\"" + application + "\"");
  }

  private static void call(int slot, String application) {
    Object at = TelemetryBridge.step(application, null, slot);
    TelemetryBridge.exit(TelemetryBridge.enter(at, slot), slot);
  }

  private static Schema schema(
      Limits limits, Map<String, double[]> buckets, Map<String, Outcome> words) {
    return new Schema(
        new LabelNames(List.of()),
        limits,
        new Bounds(buckets),
        new OutcomeWords(words),
        "",
        Map.of());
  }
}
