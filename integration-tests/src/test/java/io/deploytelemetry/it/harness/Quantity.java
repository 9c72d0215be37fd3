package io.deploytelemetry.it.harness;

import io.deploytelemetry.it.harness.Promql.Aggregation;
import io.deploytelemetry.it.harness.Promql.Binary;
import io.deploytelemetry.it.harness.Promql.Call;
import io.deploytelemetry.it.harness.Promql.Expression;
import io.deploytelemetry.it.harness.Promql.Scalar;
import io.deploytelemetry.it.harness.Promql.Selector;
import java.util.List;

/** What an expression measures, by the units in the names of its metrics. */
public final class Quantity {

  private static final String PLAIN = "";
  private static final String NUMBER = "number";
  private static final String SECONDS = "seconds";
  private static final String TIME = "time";
  private static final String RATIO = "ratio";
  private static final String PER_SECOND = " per second";

  private Quantity() {}

  /** In words, such as {@code bytes per second}. */
  public static String of(Expression expression) {
    if (expression instanceof Selector selector) {
      return of(selector.metric());
    }
    if (expression instanceof Scalar) {
      return PLAIN;
    }
    if (expression instanceof Binary binary) {
      return of(binary.operator(), of(binary.left()), of(binary.right()));
    }
    List<Expression> parts = expression.parts();
    String inner = parts.isEmpty() ? PLAIN : of(parts.get(parts.size() - 1));
    if (expression instanceof Aggregation aggregation) {
      return aggregation.function().equals("count") ? NUMBER : inner;
    }
    return of(((Call) expression).function(), inner);
  }

  private static String of(String metric) {
    if (metric.endsWith("_seconds_bucket")) {
      return NUMBER + " by " + SECONDS;
    }
    if (metric.endsWith("_count")) {
      return NUMBER;
    }
    if (metric.endsWith("_timestamp_seconds") || metric.endsWith("_start_time_seconds")) {
      return TIME;
    }
    if (metric.contains("_seconds")) {
      return SECONDS;
    }
    return metric.contains("_bytes") ? "bytes" : NUMBER;
  }

  private static String of(String function, String inner) {
    return switch (function) {
      case "time" -> TIME;
      case "rate" -> inner.equals(SECONDS) ? RATIO + " of time" : inner + PER_SECOND;
      case "avg_over_time" -> inner.equals(NUMBER) ? RATIO : inner; // only of what is 0 or 1
      case "histogram_quantile" -> inner.replaceFirst(" per second$", "").replace("number by ", "");
      default -> inner;
    };
  }

  private static String of(String operator, String left, String right) {
    return switch (operator) {
      case "-" -> left.equals(TIME) && right.equals(TIME) ? SECONDS : left;
      case "*" ->
          left.endsWith(PER_SECOND)
              ? left.replace(PER_SECOND, " per minute")
              : left.equals(NUMBER) && !right.equals(PLAIN) ? right : left;
      case "/" -> divided(left, right);
      default -> left;
    };
  }

  private static String divided(String left, String right) {
    if (right.equals(PLAIN)) {
      return left;
    }
    if (left.equals(right)) {
      return RATIO;
    }
    if (left.equals(RATIO + " of time") && right.equals(NUMBER + PER_SECOND)) {
      return SECONDS;
    }
    return left + " by " + right;
  }
}
