package io.deploytelemetry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.it.harness.AlertPack;
import io.deploytelemetry.it.harness.AlertPack.Alert;
import io.deploytelemetry.it.harness.AlertPack.Case;
import io.deploytelemetry.it.harness.AlertPack.Recorded;
import io.deploytelemetry.it.harness.Artifacts;
import io.deploytelemetry.it.harness.Jdk;
import io.deploytelemetry.it.harness.MetricNames;
import io.deploytelemetry.it.harness.OnEachJdk;
import io.deploytelemetry.it.harness.Promql;
import io.deploytelemetry.it.harness.Promql.Aggregation;
import io.deploytelemetry.it.harness.Promql.Binary;
import io.deploytelemetry.it.harness.Promql.Call;
import io.deploytelemetry.it.harness.Promql.Expression;
import io.deploytelemetry.it.harness.Promql.Scalar;
import io.deploytelemetry.it.harness.Promql.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Rules, their cases and the runbook name what the catalogue in docs/metrics.md has, which is made
 * of the code, or what a JVM under the agent serves beside it; and put it together so that it can
 * have a value.
 */
class MonitoringNamesIT {

  private static final Set<String> COUNTING = Set.of("rate", "increase");

  private static final Pattern QUERIES = Pattern.compile("(?s)```promql\n(.*?)```");

  @OnEachJdk
  void everyMetricAndLabelExists(Jdk jdk) throws IOException {
    MetricNames names = MetricNames.documentedAndServedOn(jdk);
    for (String expression : expressions()) {
      for (Expression node : Promql.parse(expression).all()) {
        if (node instanceof Selector selector) {
          assertThat(names.has(selector.metric()))
              .as(selector.metric() + " exists, in " + expression)
              .isTrue();
          assertThat(names.labels(selector.metric()))
              .as("labels of " + selector.metric())
              .containsAll(selector.matched());
        } else if (node instanceof Aggregation aggregation) {
          assertThat(labels(last(aggregation), names))
              .as("labels before " + aggregation.function() + " in " + expression)
              .containsAll(aggregation.by());
        } else if (node instanceof Binary operation && operation.on() != null) {
          assertThat(labels(operation.left(), names)).as(expression).containsAll(operation.on());
          assertThat(labels(operation.right(), names)).as(expression).containsAll(operation.on());
        }
      }
    }
  }

  @OnEachJdk
  void bothSidesOfEveryOperationHaveTheSameLabels(Jdk jdk) throws IOException {
    MetricNames names = MetricNames.documentedAndServedOn(jdk);
    for (String expression : expressions()) {
      for (Expression node : Promql.parse(expression).all()) {
        if (node instanceof Binary operation
            && !operation.operator().equals("or")
            && operation.on() == null
            && !isNumber(operation.left())
            && !isNumber(operation.right())) {
          assertThat(labels(operation.left(), names))
              .as("both sides of " + operation.operator() + " in " + expression)
              .isEqualTo(labels(operation.right(), names));
        }
      }
    }
  }

  @OnEachJdk
  void everyRecordHasTheLabelsThatItsNameSays(Jdk jdk) throws IOException {
    MetricNames names = MetricNames.documentedAndServedOn(jdk);
    for (Recorded recorded : AlertPack.recorded()) {
      assertThat(labels(Promql.parse(recorded.expression()), names))
          .as(recorded.name())
          .isEqualTo(recorded.level());
    }
  }

  @OnEachJdk
  void onlyCountersAreCountedAndQuantilesKeepTheirBounds(Jdk jdk) throws IOException {
    MetricNames names = MetricNames.documentedAndServedOn(jdk);
    for (String expression : expressions()) {
      for (Expression node : Promql.parse(expression).all()) {
        if (node instanceof Call call && COUNTING.contains(call.function())) {
          assertThat(call.parts().get(0)).isInstanceOf(Selector.class);
          String metric = ((Selector) call.parts().get(0)).metric();
          assertThat(names.isCounted(metric)).as(metric + " counts, in " + expression).isTrue();
        } else if (node instanceof Call call && call.function().equals("histogram_quantile")) {
          assertThat(call.parts().get(1)).as(expression).isInstanceOf(Aggregation.class);
          Aggregation sum = (Aggregation) call.parts().get(1);
          assertThat(sum.function()).isEqualTo("sum");
          boolean isClassic =
              sum.all().stream()
                  .anyMatch(
                      part ->
                          part instanceof Selector selector
                              && selector.metric().endsWith("_bucket"));
          assertThat(sum.by().contains("le")).as(expression).isEqualTo(isClassic);
        }
      }
    }
  }

  /** What is in the rules, the cases and the runbook. */
  private static List<String> expressions() throws IOException {
    List<String> expressions = new ArrayList<>();
    AlertPack.alerts().stream().map(Alert::expression).forEach(expressions::add);
    AlertPack.recorded().stream().map(Recorded::expression).forEach(expressions::add);
    AlertPack.cases().stream().map(Case::series).forEach(expressions::addAll);
    AlertPack.cases().stream().map(Case::expressions).forEach(expressions::addAll);
    QUERIES
        .matcher(Files.readString(Artifacts.ofRepository("docs/runbook.md")))
        .results()
        .forEach(block -> expressions.addAll(block.group(1).lines().toList()));
    assertThat(expressions).hasSizeGreaterThan(200);
    return expressions;
  }

  private static Expression last(Aggregation aggregation) {
    return aggregation.parts().get(aggregation.parts().size() - 1);
  }

  private static boolean isNumber(Expression node) {
    return node instanceof Scalar
        || node instanceof Call call && call.function().equals("time")
        || node instanceof Binary operation
            && isNumber(operation.left())
            && isNumber(operation.right());
  }

  /** The labels that what an expression yields can have. */
  private static Set<String> labels(Expression node, MetricNames names) {
    if (node instanceof Selector selector) {
      return names.labels(selector.metric());
    }
    if (node instanceof Aggregation aggregation) {
      return Set.copyOf(aggregation.by());
    }
    if (node instanceof Binary operation) {
      if (isNumber(operation.left())) {
        return labels(operation.right(), names);
      }
      Set<String> labels = new TreeSet<>(labels(operation.left(), names));
      if (operation.operator().equals("or")) {
        labels.addAll(labels(operation.right(), names));
      }
      return labels;
    }
    if (node instanceof Call call) {
      return labels(call, names);
    }
    return Set.of();
  }

  private static Set<String> labels(Call call, MetricNames names) {
    if (call.function().equals("absent")) {
      return Set.of();
    }
    Set<String> labels = new TreeSet<>();
    call.parts().forEach(argument -> labels.addAll(labels(argument, names)));
    if (call.function().startsWith("histogram_")) {
      labels.remove("le");
    } else if (call.function().equals("label_replace")) {
      labels.add(((Scalar) call.parts().get(1)).text().replace("\"", ""));
    }
    return labels;
  }
}
