package io.deploytelemetry.it;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.AlertPack.Alert;
import io.deploytelemetry.it.harness.AlertPack.Case;
import io.deploytelemetry.it.harness.AlertPack.Recorded;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.OncePerBuild;
import io.deploytelemetry.it.harness.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The rules are loaded and tried by Prometheus' own tools, and nothing of an alert is missing. */
@Execution(ExecutionMode.CONCURRENT)
@OncePerBuild
class AlertRulesIT {

  private static final Pattern CASE_NAME =
      Pattern.compile("(\\w+) (fires|is quiet|after a reset|for the first event): .+");

  private static final Pattern COUNTED = Pattern.compile("\\b(rate|increase)\\(|_total > ");

  /** Rare: told from when it happened, or counted with what a series held when it appeared. */
  private static final Pattern RARE =
      Pattern.compile(
          "(deployment|rollback)_\\w*timestamp_seconds| offset |telemetry_agent_\\w+_total > ");

  /** Their value is no quantity. */
  private static final Set<String> WITHOUT_QUANTITY =
      Set.of("AgentAbsent", "DiskFull", "HealthCheckFailing", "ProviderUnavailable", "TargetDown");

  @Test
  void prometheusLoadsTheRules() throws IOException, InterruptedException {
    assertSucceeds(promtool("check", "rules", "--lint-fatal", "alert-rules.yml"));
    assertSucceeds(promtool("check", "rules", "--lint-fatal", "recording-rules.yml"));
  }

  @Test
  void everyCaseHolds() throws IOException, InterruptedException {
    List<String> command = promtool("test", "rules");
    AlertPack.tests().forEach(file -> command.add(file.toString()));
    assertSucceeds(command);
  }

  @Test
  void alertmanagerLoadsItsConfiguration() throws IOException, InterruptedException {
    String amtool = Programs.onPath("amtool", "Prometheus' Alertmanager").toString();
    assertSucceeds(new ArrayList<>(List.of(amtool, "check-config", "alertmanager.yml")));
  }

  @Test
  void everyAlertHasTheCasesThatItNeeds() throws IOException {
    assertThat(casesWhere("fires", fires -> fires)).containsAll(alerts(alert -> true));
    assertThat(casesWhere("is quiet", fires -> !fires)).containsAll(alerts(alert -> true));
    assertThat(casesWhere("after a reset", fires -> true))
        .containsAll(alerts(alert -> COUNTED.matcher(expanded(alert)).find()));
    assertThat(casesWhere("for the first event", fires -> fires))
        .containsAll(alerts(alert -> RARE.matcher(expanded(alert)).find()));
  }

  @Test
  void noCaseThatShallStayQuietFires() throws IOException {
    for (Case test : AlertPack.cases()) {
      if (test.name().contains(" is quiet: ")) {
        assertThat(test.expectations()).as(test.name()).noneMatch(AlertPack.Expectation::fires);
      }
    }
  }

  @Test
  void everyAlertTellsPeopleWhatTheyNeed() throws IOException {
    String runbook = Files.readString(Artifacts.ofRepository("docs/runbook.md"));
    for (Alert alert : AlertPack.alerts()) {
      String name = alert.name();
      assertThat(alert.labels()).as(name).containsOnlyKeys("severity");
      assertThat(alert.labels().get("severity")).as(name).isIn("critical", "warning", "info");
      assertThat(alert.annotations())
          .as(name)
          .containsOnlyKeys("summary", "description", "runbook_url");
      assertThat(alert.annotations().get("description").contains("$value"))
          .as(name + " tells its value")
          .isNotEqualTo(WITHOUT_QUANTITY.contains(name));
      assertThat(alert.annotations().get("runbook_url"))
          .isEqualTo(
              "https://example.com/deployment-telemetry/docs/runbook.md#" + name.toLowerCase());
      assertThat(runbook).contains("\n## " + name + "\n");
    }
    assertThat(matches("(?m)^## (\\w+)$", runbook)).isEqualTo(alerts(alert -> true));
  }

  @Test
  void everyAlertsParametersAreDocumentedAsTheyStandInTheRule() throws IOException {
    Map<String, Set<String>> severities =
        AlertPack.alerts().stream()
            .collect(
                groupingBy(
                    Alert::name,
                    TreeMap::new,
                    mapping(alert -> alert.labels().get("severity"), toCollection(TreeSet::new))));
    Map<String, Set<String>> documented = new TreeMap<>();
    for (String line : Files.readAllLines(AlertPack.file("README.md"))) {
      if (line.matches("\\| `\\w+` \\| (critical|warning|info).*")) {
        String[] cells = line.split(" \\| ");
        String name = cells[0].replaceAll("[| `]", "");
        documented.put(name, new TreeSet<>(List.of(cells[1].split(", "))));
        String rule = rulesOf(name);
        for (String parameter : matches("`([^`]+)`", cells[3])) {
          if (!parameter.equals("health.disk")) { // the agent's
            assertThat(rule).as(name).contains(parameter);
          }
        }
      }
    }
    assertThat(documented).isEqualTo(severities);
  }

  private static Set<String> alerts(Predicate<Alert> which) throws IOException {
    Set<String> names = new TreeSet<>();
    AlertPack.alerts().stream().filter(which).forEach(alert -> names.add(alert.name()));
    return names;
  }

  /** The alerts with a case of this kind, which expects what the predicate accepts of it. */
  private static Set<String> casesWhere(String kind, Predicate<Boolean> expected)
      throws IOException {
    Set<String> alerts = new TreeSet<>();
    for (Case test : AlertPack.cases()) {
      var name = CASE_NAME.matcher(test.name());
      if (name.matches()
          && name.group(2).equals(kind)
          && test.expectations().stream()
              .anyMatch(
                  expectation ->
                      expectation.alert().equals(name.group(1))
                          && expected.test(expectation.fires()))) {
        alerts.add(name.group(1));
      }
    }
    return alerts;
  }

  /** The expression with those of the records that it reads, and of what they read. */
  private static String expanded(Alert alert) {
    StringBuilder expanded = new StringBuilder(alert.expression());
    Set<String> seen = new TreeSet<>();
    try {
      List<Recorded> recorded = AlertPack.recorded();
      boolean isComplete = false;
      while (!isComplete) {
        isComplete = true;
        for (Recorded rule : recorded) {
          if (expanded.indexOf(rule.name()) >= 0 && seen.add(rule.name())) {
            expanded.append('\n').append(rule.expression());
            isComplete = false;
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return expanded.toString();
  }

  /** All that the rules of this name say: expressions and times, and what they read. */
  private static String rulesOf(String name) throws IOException {
    StringBuilder rules = new StringBuilder();
    for (Alert alert : AlertPack.alerts()) {
      if (alert.name().equals(name)) {
        rules.append(expanded(alert)).append("\nfor: ").append(alert.duration()).append('\n');
      }
    }
    return rules.toString();
  }

  private static Set<String> matches(String pattern, String text) {
    Set<String> matches = new TreeSet<>();
    Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .forEach(matches::add);
    return matches;
  }

  private static List<String> promtool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Programs.onPath("promtool", "Prometheus").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static void assertSucceeds(List<String> command)
      throws IOException, InterruptedException {
    Programs.outputOf(AlertPack.file(""), command.toArray(String[]::new));
  }
}
