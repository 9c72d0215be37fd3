package io.deploytelemetry.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.HealthListener;
import io.deploytelemetry.agent.model.Listeners;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Schedule;
import io.deploytelemetry.agent.model.Specs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

  private final Listeners listeners = new Listeners();
  private final HealthChecks checks = new HealthChecks(listeners);

  @Test
  void withoutAnyCheckReadyWaitsForTheMainClassAndTheRestIsUp() {
    assertThat(checks.report("ready").isUp()).isFalse();
    assertThat(checks.report("live").isUp()).isTrue();

    checks.applicationLoaded();

    assertThat(checks.report("ready").isUp()).isTrue();
    assertThat(checks.report(null).isUp()).isTrue();
  }

  @Test
  void checkThatHasNotRunIsDownForReadyOnly() {
    checks.applicationLoaded();
    checks.known(check("database", "ready", "A"));
    checks.known(check("loop", "live", "A"));

    assertThat(checks.report("ready").isUp()).isFalse();
    assertThat(checks.report("live").isUp()).isTrue();
    assertThat(checks.report(null).isUp()).isFalse();
    assertThat(checks.report("ready").checks())
        .extracting(CheckResult::status)
        .containsExactly("UNKNOWN");
  }

  @Test
  void latestResultCountsAndSkipIsUp() {
    Check database = check("database", "ready", "A");
    checks.ran(database, Outcome.FAILURE, 5_000_000, new IllegalStateException("refused"));
    assertThat(checks.report("ready").checks())
        .extracting(CheckResult::error)
        .containsExactly("java.lang.IllegalStateException: refused");

    checks.ran(database, Outcome.SKIP, 1, null);

    assertThat(checks.report("ready").isUp()).isTrue();
    assertThat(checks.upByGroup()).containsEntry("ready", true);
  }

  @Test
  void everyChangeIsToldEvenOfACheckThatFlaps() {
    List<String> told = new ArrayList<>();
    listeners.add((HealthListener) (check, status, error) -> told.add(status + " " + error));
    Check database = check("database", "ready", "A");

    checks.ran(database, Outcome.SUCCESS, 1, null);
    assertThat(told).as("that a check is up at first is no news").isEmpty();

    for (int i = 0; i < 20; i++) {
      checks.ran(database, Outcome.FAILURE, 1, "refused");
      checks.ran(database, Outcome.SUCCESS, 1, null);
    }
    assertThat(told).hasSize(40).startsWith("DOWN refused", "UP null");
  }

  @Test
  void resultThatIsTooOldIsUnknownAndSoNotReady() {
    Check database = check("database", "ready", new Schedule(1, 1, 20));
    checks.ran(database, Outcome.SUCCESS, 1, null);
    assertThat(checks.report("ready").isUp()).isTrue();

    await().until(() -> !checks.report("ready").isUp());

    assertThat(checks.report("ready").checks())
        .singleElement()
        .satisfies(stale -> assertThat(stale.status()).isEqualTo("UNKNOWN"))
        .satisfies(stale -> assertThat(stale.error()).startsWith("stale: the last run ended"));
    assertThat(checks.isUp(database.labels())).isNull();
  }

  @Test
  void ofSeveralTargetsAllMustBeUpUntilTheyAreForgotten() {
    Check database = check("database", "ready", "A");
    Target one = new Target(new Object(), null, null, 0);
    Target other = new Target(new Object(), null, null, 0);
    checks.ran(database, one, Outcome.SUCCESS, 1, null);
    checks.ran(database, other, Outcome.FAILURE, 1, "DOWN");

    assertThat(checks.report("ready").checks())
        .singleElement()
        .satisfies(result -> assertThat(result.status()).isEqualTo("DOWN"))
        .satisfies(result -> assertThat(result.parts()).hasSize(2));

    checks.forget(other);

    assertThat(checks.report("ready").isUp()).isTrue();
    assertThat(checks.isUp(database.labels())).isTrue();

    checks.forget(one);

    assertThat(checks.report(null).checks()).isEmpty();
  }

  @Test
  void targetThatIsReleasedWhileItsRoundBeginsLeavesNoCheckBehind() {
    ProbeSpec spec = spec("database", "ready", "A");
    Object instance = new Object();
    Target target = new Target(instance, null, null, 0);

    target.exclude();
    checks.forget(target);
    checks.expected(spec, target);
    checks.ran(check(spec), target, Outcome.FAILURE, 1, "DOWN");

    assertThat(checks.report(null).checks()).isEmpty();
    assertThat(target.get()).isSameAs(instance); // it has not gone by itself
  }

  @Test
  void checkThatHasNotRunIsDownForAStartupProbe() {
    checks.known(check("migration", "started", "A"));

    assertThat(checks.report("started").isUp()).isFalse();
    assertThat(checks.reportOf("migration").isUp()).isFalse();
    assertThat(checks.report("live").isUp()).isTrue();
  }

  @Test
  void ofTwoChecksWithOneNameTheWorseIsShown() {
    checks.ran(check("database", "ready", "A"), Outcome.TIMEOUT, 1, "TIMEOUT");
    checks.ran(check("database", "ready", "B"), Outcome.SUCCESS, 1, null);

    HealthReport report = checks.report("ready");

    assertThat(report.isUp()).isFalse();
    assertThat(report.checks()).extracting(CheckResult::status).containsExactly("DOWN");
  }

  @Test
  void errorThatCannotBePrintedIsNamed() {
    Object unprintable =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException();
          }
        };

    checks.ran(check("database", "ready", "A"), Outcome.FAILURE, 1, unprintable);

    assertThat(checks.report("ready").checks())
        .extracting(CheckResult::error)
        .containsExactly(unprintable.getClass().getName());
  }

  private static Check check(String name, String group, String application) {
    return check(spec(name, group, application));
  }

  private static Check check(String name, String group, Schedule schedule) {
    return check(spec(name, group, "A").withSchedule(schedule));
  }

  private static Check check(ProbeSpec spec) {
    return new Check(spec, spec.labels(List.of()));
  }

  private static ProbeSpec spec(String name, String group, String application) {
    return Specs.of(
        OperationKind.HEALTH_CHECK, "Checks", name, null, application, "", "", name, group);
  }
}
