package io.deploytelemetry.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.bridge.TelemetryCall;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.OutcomeListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DomainMetricsTest {

  private final MeasuredMethods methods = new MeasuredMethods();

  @Test
  void countersGaugesAndLastOutcomeExistAtZeroAndNothingElseBeforeTheFirstCall() {
    methods.deployment("shop", "rolling");

    Exposition before = methods.scrape();

    assertThat(before.value("deployments_started_total", "strategy=\"rolling\"")).isZero();
    assertThat(before.samples("deployments_total", "application=\"shop\""))
        .hasSize(Outcome.count());
    assertThat(before.samples("deployment_last_outcome")).hasSize(Outcome.count());
    assertThat(before.value("deployments_in_progress")).isZero();
    assertThat(before.samples("deployment_duration_seconds_count")).isEmpty();
    assertThat(before.samples("deployment_errors_total")).isEmpty();
    assertThat(before.samples("deployment_last_completed_timestamp_seconds")).isEmpty();
    assertThat(before.samples("deployment_last_duration_seconds")).isEmpty();
    assertThat(before.samples("deployment_oldest_in_progress_start_timestamp_seconds")).isEmpty();
  }

  @Test
  void callThatIsRunningIsInProgressSinceItsStart() {
    int slot = methods.deployment("shop", "");
    double before = System.currentTimeMillis() / 1e3;
    Object call = TelemetryBridge.enter(slot);

    Exposition during = methods.scrape();
    TelemetryBridge.exit(call, slot);
    Exposition after = methods.scrape();

    assertThat(during.value("deployments_started_total")).isOne();
    assertThat(during.value("deployments_in_progress")).isOne();
    assertThat(during.value("deployment_oldest_in_progress_start_timestamp_seconds"))
        .isBetween(before - .1, System.currentTimeMillis() / 1e3 + .1);
    assertThat(after.value("deployments_in_progress")).isZero();
    assertThat(after.samples("deployment_oldest_in_progress_start_timestamp_seconds")).isEmpty();
    assertThat(after.value("deployments_total", "success")).isOne();
  }

  @Test
  void errorsAreCountedByTheClassOfTheExceptionWithinItsWrappers() {
    int slot = methods.deployment("shop", "");
    methods.callThrowing(slot, new OutOfMemoryError("no"));
    methods.callThrowing(slot, new CompletionException(new TimeoutException()));
    methods.callThrowing(slot, new OutOfMemoryError("no"));
    methods.callThrowing(slot, new OutOfMemoryError("no"));
    TelemetryBridge.exit(false, TelemetryBridge.enter(slot), slot);
    TelemetryBridge.exit("FAILED", TelemetryBridge.enter(slot), slot);

    Exposition shown = methods.scrape();

    assertThat(shown.value("deployments_total", "\"timeout\"")).isOne();
    assertThat(shown.value("deployments_total", "\"error\"")).isEqualTo(3);
    assertThat(shown.value("deployments_total", "\"failure\"")).isEqualTo(2);
    assertThat(shown.value("deployment_errors_total", "java.util.concurrent.TimeoutException"))
        .isOne();
    assertThat(shown.value("deployment_errors_total", "java.lang.OutOfMemoryError")).isEqualTo(3);
    assertThat(shown.value("deployment_errors_total", "\"false\"")).isOne();
    assertThat(shown.value("deployment_errors_total", "\"FAILED\"")).isOne();
  }

  @Test
  void whoListensIsToldHowDeploymentsAndRollbacksEnd() {
    List<String> told = new ArrayList<>();
    methods.listeners.add(
        (OutcomeListener)
            (spec, labels, version, outcome, nanos, errorType) ->
                told.add(
                    spec.kind().word() + labels + outcome.label() + (nanos > 0) + ' ' + errorType));

    methods.callThrowing(methods.deployment("shop", "canary"), new IllegalStateException("no"));
    methods.call(methods.rollback("shop", "manual"));
    methods.call(methods.check("database", "ready"));

    assertThat(told)
        .containsExactly(
            "deployment[shop, , , canary]failuretrue java.lang.IllegalStateException",
            "rollback[shop, , , , manual]successtrue ");
  }

  @Test
  void whoListensAndFailsCostsNoCallThatRunsMeanwhile() {
    int slot = methods.deployment("shop", "");
    AtomicReference<Object> other = new AtomicReference<>();
    methods.listeners.add(
        (OutcomeListener)
            (spec, labels, version, outcome, nanos, errorType) -> {
              Thread thread = new Thread(() -> other.set(TelemetryBridge.enter(slot)));
              thread.start();
              join(thread);
              throw new IllegalStateException("full");
            });
    long errors = TelemetryBridge.errors();

    methods.call(slot);
    Exposition shown = methods.scrape();

    assertThat(TelemetryBridge.errors()).isEqualTo(errors + 1);
    assertThat(other.get()).isNotNull();
    assertThat(shown.value("deployments_total", "\"success\"")).isOne();
    assertThat(shown.value("deployments_total", "\"unknown\"")).isZero();
    assertThat(shown.value("deployments_in_progress")).isOne();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Test
  void errorTypesAreCappedAndTheRestCountedAsOther() {
    ErrorCounts errors = new ErrorCounts();
    for (int i = 0; i < 150; i++) {
      errors.increment("type" + i);
    }
    Map<String, Long> sums = new HashMap<>();
    errors.addTo(sums);

    assertThat(sums).hasSize(101).containsEntry(ErrorCounts.OTHER, 50L);
    assertThat(errors.overflow()).isEqualTo(50);
  }

  @Test
  void exactlyOneOutcomeOfABaseIsTheLastAcrossItsStrategies() {
    int rolling = methods.deployment("shop", "rolling");
    int canary = methods.deployment("shop", "canary");
    methods.callThrowing(rolling, new IllegalStateException());
    methods.call(canary);

    Exposition shown = methods.scrape();

    assertThat(shown.samples("deployment_last_outcome")).hasSize(Outcome.count());
    assertThat(shown.value("deployment_last_outcome", "\"success\"")).isOne();
    assertThat(shown.value("deployment_last_outcome", "\"failure\"")).isZero();
    assertThat(shown.samples("deployment_last_duration_seconds")).hasSize(1);
  }

  @Test
  void timestampOfACallDoesNotMoveBetweenScrapes() {
    methods.call(methods.rollback("shop", "manual"));

    double first = methods.scrape().value("rollback_last_completed_timestamp_seconds");

    assertThat(first).isCloseTo(System.currentTimeMillis() / 1e3, within(5.0));
    assertThat(methods.scrape().value("rollback_last_completed_timestamp_seconds"))
        .isEqualTo(first);
  }

  @Test
  void callWithinACallOfTheSameSeriesOnTheSameThreadIsNotCountedAgain() {
    int outer = methods.deployment("shop", "");
    int twin = methods.slot(OperationKind.DEPLOYMENT, "twin", null, "shop", "", "", "");
    int other = methods.deployment("website", "");

    Object call = TelemetryBridge.enter(outer);
    methods.call(twin);
    methods.callThrowing(outer, new IllegalStateException());
    methods.call(other);
    TelemetryBridge.exit(call, outer);

    Exposition shown = methods.scrape();
    assertThat(shown.value("deployments_started_total", "shop")).isOne();
    assertThat(shown.value("deployments_total", "shop", "success")).isOne();
    assertThat(shown.value("deployments_total", "shop", "failure")).isZero();
    assertThat(shown.value("deployments_total", "website", "success")).isOne();
  }

  @Test
  void callEndsOnlyOnce() {
    int slot = methods.deployment("shop", "");
    Object call = TelemetryBridge.enter(slot);
    TelemetryBridge.exit(call, slot);
    TelemetryBridge.fail(new ThreadDeath(), call, slot);

    Exposition shown = methods.scrape();

    assertThat(shown.value("deployments_total", "success")).isOne();
    assertThat(shown.value("deployments_total", "\"error\"")).isZero();
  }

  @Test
  void callThatItsProbeFailsToEndIsUnknownAndDoesNotSilenceItsThread() {
    int slot = methods.deployment("shop", "");
    TelemetryCall lost = (TelemetryCall) TelemetryBridge.enter(slot);
    lost.isAbandoned = true;
    methods.call(slot);
    TelemetryCall another = (TelemetryCall) TelemetryBridge.enter(slot);
    another.isAbandoned = true;

    Exposition shown = methods.scrape();

    assertThat(shown.value("deployments_started_total", "shop")).isEqualTo(3);
    assertThat(shown.value("deployments_total", "\"unknown\"")).isEqualTo(2);
    assertThat(shown.value("deployments_total", "\"success\"")).isOne();
    assertThat(shown.value("deployments_in_progress", "shop")).isZero();
  }

  @Test
  void whyAProbeFailedCanBeToldOnce() {
    TelemetryBridge.takeFailure();
    long before = TelemetryBridge.errors();

    assertThat(TelemetryBridge.enter(1_000_000)).isNull();

    assertThat(TelemetryBridge.errors()).isEqualTo(before + 1);
    assertThat(TelemetryBridge.takeFailure()).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(TelemetryBridge.takeFailure()).isNull();
  }

  @Test
  void exceptionWhoseCauseCannotBeAskedForIsAFailure() {
    int slot = methods.deployment("shop", "");
    methods.callThrowing(
        slot,
        new CompletionException("no cause", null) {
          @Override
          public synchronized Throwable getCause() {
            throw new IllegalStateException();
          }
        });

    assertThat(methods.scrape().value("deployments_total", "\"failure\"")).isOne();
  }

  @Test
  void checksWithTheSameLabelsAreOneCheck() {
    int check = methods.check("database", "ready");
    methods.slot(OperationKind.HEALTH_CHECK, "override", null, "", "", "", "database", "ready");
    methods.call(check);

    assertThat(methods.health.report("ready").isUp()).isTrue();
  }

  @Test
  void fixedOutcomeIgnoresTheResult() {
    int slot =
        methods.slot(OperationKind.DEPLOYMENT, "deploy", Outcome.SUCCESS, "shop", "", "", "");
    TelemetryBridge.exit(false, TelemetryBridge.enter(slot), slot);
    TelemetryBridge.exit("FAILED", TelemetryBridge.enter(slot), slot);

    assertThat(methods.scrape().value("deployments_total", "success")).isEqualTo(2);
  }

  @Test
  void healthCheckShowsItsStatusAndItsLatestRuns() {
    int slot = methods.check("database", "ready");
    assertThat(methods.scrape().samples("health_check_status")).isEmpty();
    methods.call(slot);
    methods.callThrowing(slot, new IllegalStateException("refused"));

    Exposition shown = methods.scrape();

    assertThat(shown.value("health_check_status", "group=\"ready\"")).isZero();
    assertThat(shown.value("health_status", "group=\"ready\"")).isZero();
    assertThat(shown.value("health_check_period_seconds")).isZero();
    assertThat(shown.value("health_check_duration_seconds_count")).isEqualTo(2);
    assertThat(shown.value("health_check_last_run_timestamp_seconds"))
        .isGreaterThanOrEqualTo(shown.value("health_check_last_success_timestamp_seconds"));
  }

  @Test
  void probeThatFailsIsCountedAndDoesNotReachTheApplication() {
    long before = TelemetryBridge.errors();

    Object call = TelemetryBridge.enter(Integer.MAX_VALUE);

    assertThat(call).isNull();
    assertThat(TelemetryBridge.errors()).isEqualTo(before + 1);
  }
}
