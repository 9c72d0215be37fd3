package io.deploytelemetry.it.harness;

import io.deploytelemetry.it.harness.Promql.Aggregation;
import io.deploytelemetry.it.harness.Promql.Binary;
import io.deploytelemetry.it.harness.Promql.Call;
import io.deploytelemetry.it.harness.Promql.Expression;
import io.deploytelemetry.it.harness.Promql.Selector;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an expression makes of the catalogue's families: which ones it uses, and which labels its
 * result has. What can never have a result, or a wrong one, is an error: names that nobody exports,
 * rates of gauges, quantiles without {@code le}, operands whose labels do not match.
 */
public final class Meaning {

  private static final Set<String> OF_COUNTERS = Set.of("rate", "increase");
  private static final Set<String> OF_WINDOWS =
      Set.of("rate", "increase", "last_over_time", "min_over_time", "avg_over_time");
  private static final Set<String> SET_OPERATORS = Set.of("or", "and", "unless");

  private final Catalogue catalogue;
  private final Set<String> families = new LinkedHashSet<>();
  private final Set<String> windows = new LinkedHashSet<>();

  /** Of an expression that is to be analysed. */
  public Meaning(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The families that were met. */
  public Set<String> families() {
    return families;
  }

  /** The windows that were met, as {@code function[window]}. */
  public Set<String> windows() {
    return windows;
  }

  /** The labels of an expression's result; null for a number, which fits everything. */
  public Set<String> labels(Expression expression) {
    if (expression instanceof Selector selector) {
      return ofSelector(selector);
    }
    if (expression instanceof Aggregation aggregation) {
      return ofAggregation(aggregation);
    }
    if (expression instanceof Binary binary) {
      return ofBinary(binary);
    }
    return expression instanceof Call call ? ofCall(call) : null;
  }

  private Set<String> ofSelector(Selector selector) {
    Catalogue.Family family = catalogue.of(selector.metric());
    families.add(family.name());
    for (String label : selector.matched()) {
      check(family.labels().contains(label), selector.metric() + " has no label " + label);
    }
    return family.labels();
  }

  private Set<String> ofAggregation(Aggregation aggregation) {
    List<Expression> parts = aggregation.parts();
    Set<String> inner = labels(parts.get(parts.size() - 1));
    check(inner.containsAll(aggregation.by()), aggregation.by() + " are not all in " + inner);
    checkNoBareCounter(parts.get(parts.size() - 1));
    return aggregation.function().equals("topk") ? inner : new LinkedHashSet<>(aggregation.by());
  }

  private Set<String> ofBinary(Binary binary) {
    Set<String> left = labels(binary.left());
    Set<String> right = labels(binary.right());
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    if (binary.on() == null) {
      check(left.equals(right), left + " " + binary.operator() + " " + right + " never match");
    } else {
      check(left.containsAll(binary.on()) && right.containsAll(binary.on()), "on " + binary.on());
    }
    if (!SET_OPERATORS.contains(binary.operator())) {
      binary.parts().forEach(this::checkNoBareCounter);
    }
    return left;
  }

  private Set<String> ofCall(Call call) {
    String function = call.function();
    if (function.equals("time")) {
      return null;
    }
    if (function.equals("histogram_quantile")) {
      return ofQuantile(call);
    }
    if (OF_WINDOWS.contains(function)) {
      check(
          call.parts().get(0) instanceof Selector s && !s.window().isEmpty(),
          function + " needs a metric with a window");
      Selector selector = (Selector) call.parts().get(0);
      windows.add(function + "[" + selector.window() + "]");
      boolean isCounter = catalogue.of(selector.metric()).type().equals("counter");
      check(isCounter || !OF_COUNTERS.contains(function), function + " of " + selector.metric());
    } else {
      check(function.equals("round"), function + " is a function that nobody has looked at here");
    }
    return labels(call.parts().get(0));
  }

  private Set<String> ofQuantile(Call call) {
    check(
        call.parts().get(1) instanceof Aggregation sum
            && sum.function().equals("sum")
            && sum.by().contains("le"),
        "a quantile needs sum by (le)");
    Set<String> labels = new LinkedHashSet<>(labels(call.parts().get(1)));
    labels.remove("le");
    return labels;
  }

  /** A counter's value says nothing: it counts from the start of the process on. */
  private void checkNoBareCounter(Expression expression) {
    if (expression instanceof Selector selector) {
      boolean isCounter = catalogue.of(selector.metric()).type().equals("counter");
      check(!isCounter, selector.metric() + " without rate or increase");
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
