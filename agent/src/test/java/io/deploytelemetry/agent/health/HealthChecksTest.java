package io.deploytelemetry.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.Check;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Outcome;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Specs;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

  private final HealthChecks checks = new HealthChecks();

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
    ProbeSpec spec =
        Specs.of(
            OperationKind.HEALTH_CHECK, "Checks", name, null, application, "", "", name, group);
    return new Check(spec, spec.labels(List.of()));
  }
}
