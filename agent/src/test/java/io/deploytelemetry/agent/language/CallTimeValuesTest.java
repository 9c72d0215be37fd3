package io.deploytelemetry.agent.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.acme.deploy.Deployer;
import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.metrics.Exposition;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallTimeValuesTest {

  private MeasuredClasses agent;
  private Class<?> type;
  private Object deployer;
  private long errorsBefore;

  @BeforeEach
  void weave() throws Exception {
    errorsBefore = TelemetryBridge.errors();
    weave(new MeasuredClasses());
  }

  private void weave(MeasuredClasses with) throws Exception {
    agent = with;
    type = agent.weave(Deployer.class);
    deployer = type.getConstructor(String.class).newInstance("eu");
  }

  @Test
  void labelsAreReadFromArgumentsAndThisWhenTheCallBegins() throws Exception {
    call("deploy", release("shop"), "staging", result("SUCCESS"));

    Exposition shown = agent.scrape();
    String[] labels = {
      "application=\"shop\"",
      "environment=\"eu-staging\"",
      "provider=\"bare_metal\"",
      "strategy=\"rolling\""
    };
    assertThat(shown.value("deployments_started_total", labels)).isOne();
    assertThat(shown.value("deployments_total", with(labels, "outcome=\"success\""))).isOne();
    assertThat(shown.value("deployments_total", with(labels, "outcome=\"failure\""))).isZero();
    assertThat(agent.inventory.notes().keySet()).noneMatch(note -> note.contains("#deploy "));
  }

  @Test
  void valuesOfTheExitCountOnSuccessAndComeFromTheArgumentsAsTheyWere() throws Exception {
    call("deploy", release("shop"), "staging", result("SUCCESS"));
    call("deploy", release("shop"), "staging", result("FAILED"));

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployment_info", "application=\"shop\"", "version=\"1.2.3\"")).isOne();
    assertThat(shown.value("deployment_targets_updated_total", "shop", "operation=\"deploy\""))
        .isEqualTo(3);
    assertThat(shown.value("deployment_lead_time_seconds_count", "shop")).isOne();
    assertThat(shown.value("deployment_lead_time_seconds_sum", "shop"))
        .isCloseTo(600, within(60.0));
    assertThat(shown.value("deployments_total", "shop", "outcome=\"failure\"")).isOne();
    assertThat(shown.value("deployment_errors_total", "error_type=\"FAILED\"")).isOne();
  }

  @Test
  void valueThatCannotBeReadIsEmptyAndExplainedAndTheCallCounts() throws Exception {
    call("deployUnreadable", release("shop"));

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_total", "provider=\"bare_metal\"", "\"success\"")).isOne();
    assertThat(shown.samples("deployment_info")).isEmpty();
    String notes = agent.inventory.notes().toString();
    assertThat(notes)
        .contains("{0.broken}=reading it fails: java.lang.IllegalStateException: cannot be read")
        .contains("{release.missing} cannot be read")
        .contains("has no method missing(), getMissing() or isMissing()")
        .contains("clone is not accessible to com.acme.deploy.Deployer");
  }

  @Test
  void labelWhosePathCannotBeReadIsAsIfItWereNotSet() throws Exception {
    weave(new MeasuredClasses("environment=from-option"));
    call("deployUnreadable", release("shop"));

    assertThat(
            agent.scrape().value("deployments_total", "environment=\"from-option\"", "\"success\""))
        .isOne();
  }

  @Test
  void valueWhoseTextFailsInWhateverWayIsEmptyAndTheCallCounts() throws Exception {
    Object forgotten =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("forgotten");
          }
        };
    Object endless =
        new Object() {
          @Override
          @SuppressWarnings("InfiniteRecursion")
          public String toString() {
            return "holds " + this;
          }
        };
    call("deployAnything", forgotten, forgotten, 1);
    call("deployAnything", endless, endless, endless);
    call("deployAnything", "shop", "1", "1e999");

    Exposition shown = agent.scrape();
    String[] empty = {"application=\"\"", "environment=\"any\""};
    assertThat(shown.value("deployments_total", with(empty, "\"success\""))).isEqualTo(2);
    assertThat(shown.value("deployment_targets_updated_total", with(empty, "\"deploy\""))).isOne();
    assertThat(shown.value("deployment_targets_updated_total", "shop", "\"deploy\"")).isZero();
    assertThat(shown.value("telemetry_agent_advice_errors_total")).isEqualTo(errorsBefore);
  }

  @Test
  void pathThatWouldCallItsOwnMethodIsRefused() throws Exception {
    assertThat(call("deployItself")).isEqualTo("OK");

    assertThat(agent.scrape().value("deployments_total", "environment=\"eu\"", "\"success\""))
        .isOne();
    assertThat(agent.inventory.notes().toString()).contains("'deployItself' is the method itself");
  }

  @Test
  void nullAtAnyStepIsEmpty() throws Exception {
    call("deploy", null, null, result("OK"));
    call("deployGeneric", release(null), null);

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_started_total", "environment=\"eu-\"")).isOne();
    assertThat(shown.samples("deployments_started_total", "application=\"null-team\"")).hasSize(1);
  }

  @Test
  void genericTypesInterfacesDefaultsAndFieldsAreFollowed() throws Exception {
    Object box = nested("Box").getConstructors()[0].newInstance(release("inner"));
    call("deployGeneric", release("shop"), box);

    assertThat(
            agent
                .scrape()
                .value(
                    "deployments_total",
                    "application=\"shop-team\"",
                    "strategy=\"1.2.3\"",
                    "\"success\""))
        .isOne();
  }

  @Test
  void primitivesAreRead() throws Exception {
    call("deployPrimitives", 7, 1L << 40, true, 'x', 1.5, (byte) -1);

    assertThat(
            agent
                .scrape()
                .value(
                    "deployments_started_total",
                    "application=\"7\"",
                    "environment=\"1099511627776\"",
                    "strategy=\"true-x-1.5--1\""))
        .isOne();
  }

  @Test
  void exitCodeIsAnOutcome() throws Exception {
    call("deployWithExitCode", "shop", 0);
    call("deployWithExitCode", "shop", 3);

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_total", "shop", "\"success\"")).isOne();
    assertThat(shown.value("deployments_total", "shop", "\"failure\"")).isOne();
    assertThat(shown.value("deployment_errors_total", "error_type=\"3\"")).isOne();
  }

  @Test
  void parametersCanBeLabelsAndUnknownOnesAreExplained() throws Exception {
    Object stage = nested("Stage").getEnumConstants()[0];
    call("deployLabelled", "shop", 1, stage, "x");

    assertThat(
            agent
                .scrape()
                .value(
                    "deployments_started_total",
                    "application=\"shop\"",
                    "environment=\"PRODUCTION\""))
        .isOne();
    assertThat(agent.inventory.notes().toString()).contains("@Label unheard");
  }

  @Test
  void valuesThatAreWrittenAlikeAreOneSeries() throws Exception {
    for (String application : List.of("shop\ud842", "shop\udfb7", "shop?")) {
      call("deployWithExitCode", application, 0);
    }

    Exposition shown = agent.scrape();
    assertThat(shown.samples("deployments_started_total", "application=\"shop?\"")).hasSize(1);
    assertThat(shown.value("deployments_started_total", "application=\"shop?\"")).isEqualTo(3);
  }

  @Test
  void callWithinOneOfTheSameLabelsIsFoldedAndAnotherApplicationIsItsOwn() throws Exception {
    Callable<?> same = () -> call("deployEverything", "shop", (Callable<?>) () -> "OK");
    Callable<?> other = () -> call("deployEverything", "website", (Callable<?>) () -> "OK");
    call("deployEverything", "shop", same);
    call("deployEverything", "shop", other);

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployments_started_total", "shop")).isEqualTo(2);
    assertThat(shown.value("deployments_started_total", "website")).isOne();
  }

  @Test
  void rollbackSetsTheVersionThatIsLive() throws Exception {
    call("deploy", release("shop"), "x", result("OK"));
    call("rollBack", "shop", "manual", "", new int[2]);
    call("rollBack", "website", "manual", "0.9", new int[0]);

    Exposition shown = agent.scrape();
    assertThat(shown.value("rollbacks_total", "shop", "reason=\"manual\"", "\"success\"")).isOne();
    assertThat(shown.value("deployment_targets_updated_total", "shop", "\"rollback\""))
        .isEqualTo(2);
    assertThat(shown.value("deployment_info", "website", "version=\"0.9\"")).isOne();
  }

  @Test
  void rollbackOfAVersionThatWasDeployedTwiceLeadsToTheOneBefore() throws Exception {
    call("deployAnything", "shop", "1.0", 1);
    call("deployAnything", "shop", "1.1", 1);
    call("deployAnything", "shop", "1.1", 1);
    call("rollBackOnce", "shop");

    assertThat(agent.scrape().value("deployment_info", "shop", "version=\"1.0\"")).isOne();
  }

  @Test
  void eachRollbackInARowLeadsToTheVersionBefore() throws Exception {
    for (String version : Arrays.asList("1.0", "1.1", "1.2", "1.3")) {
      call("deployAnything", "shop", version, 1);
    }
    for (String live : Arrays.asList("1.2", "1.1", "1.0", "1.0")) {
      call("rollBackOnce", "shop");
      assertThat(agent.scrape().value("deployment_info", "shop", "version=\"" + live + "\""))
          .isOne();
    }
  }

  @Test
  void valuesThatUtf8CannotTellApartAreOneSeries() throws Exception {
    call("deployAnything", "\uD800", "1", 1);
    call("deployAnything", "\uDFFF", "1", 1);

    assertThat(
            agent
                .scrape()
                .value("deployments_total", "application=\"?\"", "\"any\"", "\"success\""))
        .isEqualTo(2);
  }

  @Test
  void approvalsAreAskedForAndDecided() throws Exception {
    for (Object decision : Arrays.asList(true, "approved", false, "Denied", "EXPIRED", null, 1)) {
      call("approve", "shop", decision);
    }
    call("ask", "shop");
    call("decide", "shop");
    call("approveAnyway", "anyway", false);

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployment_approval_requests_total", "shop")).isEqualTo(8);
    assertThat(shown.value("deployment_approvals_total", "shop", "\"granted\"")).isEqualTo(2);
    assertThat(shown.value("deployment_approvals_total", "shop", "\"rejected\"")).isEqualTo(3);
    assertThat(shown.value("deployment_approvals_total", "shop", "\"expired\"")).isOne();
    assertThat(shown.value("deployment_approvals_total", "anyway", "\"rejected\"")).isOne();
  }

  @Test
  void waitsAndOperationsAreMeasured() throws Exception {
    call("await", "shop");
    call("reconcile", "shop", Arrays.asList("a", "b"), result("OK"));
    assertThatThrownBy(() -> call("reconcile", "shop", Arrays.asList("a"), null))
        .hasRootCauseMessage("no result");

    Exposition shown = agent.scrape();
    assertThat(shown.value("deployment_wait_duration_seconds_count", "reason=\"lock\"")).isOne();
    assertThat(shown.value("deployment_waits_in_progress", "reason=\"lock\"")).isZero();
    String operation = "operation=\"reconcile\"";
    assertThat(shown.value("operations_started_total", operation)).isEqualTo(2);
    assertThat(shown.value("operations_total", operation, "\"success\"")).isOne();
    assertThat(shown.value("operations_total", operation, "\"failure\"")).isOne();
    assertThat(shown.value("operation_errors_total", operation, "IllegalState")).isOne();
    assertThat(shown.value("operation_events_total", operation, "event=\"drift\"")).isOne();
    assertThat(shown.value("operation_events_total", operation, "event=\"looked\"")).isEqualTo(2);
    assertThat(shown.value("operation_events_total", operation, "event=\"args\"")).isEqualTo(3);
    assertThat(agent.inventory.notes().toString()).contains("'forgotten' has no value");
    assertThat(shown.value("deployment_targets", "shop", "state=\"running\"")).isEqualTo(2);
    assertThat(shown.value("deployment_targets", "shop", "state=\"stopped\"")).isOne();
  }

  @Test
  void onlyTheLabelThatOverflowsIsReplacedUntilThereAreTooManySeries() throws Exception {
    weave(
        new MeasuredClasses("limits.applications=2,limits.values=1,limits.series=4,log.level=off"));
    for (String call : new String[] {"a r1", "a r2", "b r1", "c r1", "b r2"}) {
      String[] values = call.split(" ");
      call("rollBack", values[0], values[1], "", new int[0]);
    }
    for (String name : new String[] {"one", "two"}) {
      call("check", name, true);
    }

    Exposition shown = agent.scrape();
    assertThat(rollbacks(shown, "a", "r1")).isOne();
    assertThat(rollbacks(shown, "a", "_OTHER")).isOne();
    assertThat(rollbacks(shown, "b", "r1")).isOne();
    assertThat(rollbacks(shown, "_OTHER", "r1")).isOne();
    assertThat(rollbacks(shown, "_OTHER", "_OTHER")).isOne();
    assertThat(shown.value("health_check_status", "check=\"_OTHER\"", "group=\"live\"")).isOne();
    String overflow = "telemetry_agent_label_overflow_total";
    assertThat(shown.value(overflow, "\"rollbacks_total\"", "\"application\"")).isEqualTo(2);
    assertThat(shown.value(overflow, "\"rollbacks_total\"", "\"reason\"")).isEqualTo(3);
  }

  private static double rollbacks(Exposition shown, String application, String reason) {
    return shown.value(
        "rollbacks_started_total",
        "application=\"" + application + "\"",
        "reason=\"" + reason + "\"");
  }

  @Test
  void bucketsAreThoseOfTheCatalogue() throws Exception {
    for (String status : new String[] {"OK", "FAILED", "OK"}) {
      call("deploy", release("shop"), "x", result(status));
    }
    call("await", "shop");
    call("reconcile", "shop", Arrays.asList("a"), result("OK"));

    assertThat(bounds("deployment_lead_time_seconds"))
        .isEqualTo("300 900 3600 14400 28800 86400 172800 604800 1209600 2592000 +Inf");
    assertThat(bounds("deployment_recovery_seconds"))
        .isEqualTo("60 300 900 1800 3600 14400 43200 86400 259200 604800 +Inf");
    assertThat(bounds("deployment_wait_duration_seconds"))
        .isEqualTo("0.1 0.5 1 5 15 60 300 900 3600 14400 86400 604800 +Inf");
    assertThat(bounds("operation_duration_seconds"))
        .isEqualTo("0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 30 60 300 900 3600 +Inf");
  }

  @Test
  void healthCheckMayTakeItsNameFromAnArgument() throws Exception {
    call("check", "database", true);
    call("check", "queue", false);

    Exposition shown = agent.scrape();
    assertThat(shown.value("health_check_status", "check=\"database\"", "group=\"live\"")).isOne();
    assertThat(shown.value("health_check_status", "check=\"queue\"")).isZero();
    assertThat(shown.value("health_status", "live")).isZero();
  }

  private Object call(String name, Object... arguments) throws Exception {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)) {
        return method.invoke(deployer, arguments);
      }
    }
    throw new NoSuchMethodException(name);
  }

  private Object release(String application) throws Exception {
    return nested("Release").getConstructors()[0].newInstance(application);
  }

  private Object result(String status) throws Exception {
    return nested("Result").getConstructors()[0].newInstance(status);
  }

  private Class<?> nested(String name) throws ClassNotFoundException {
    return type.getClassLoader().loadClass(Deployer.class.getName() + "$" + name);
  }

  private String bounds(String histogram) {
    return agent.scrape().samples(histogram + "_bucket").stream()
        .map(line -> line.replaceFirst(".*le=\"([^\"]+)\".*", "$1").replaceFirst("\\.0$", ""))
        .map(bound -> bound.contains("E") ? new BigDecimal(bound).toPlainString() : bound)
        .collect(Collectors.joining(" "));
  }

  private static String[] with(String[] labels, String more) {
    String[] all = Arrays.copyOf(labels, labels.length + 1);
    all[labels.length] = more;
    return all;
  }
}
