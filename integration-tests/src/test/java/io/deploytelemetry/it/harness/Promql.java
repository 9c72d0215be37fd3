package io.deploytelemetry.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of PromQL that dashboards, rules and the runbook use, with Grafana's variables
 * still in it. That an expression is valid is for promtool to say; this is to see what it does, and
 * what it does not know it refuses.
 */
public final class Promql {

  /** An expression. */
  public interface Expression {

    /** The expressions in it. */
    default List<Expression> parts() {
      return List.of();
    }

    /** It, and all that is in it. */
    default List<Expression> all() {
      List<Expression> all = new ArrayList<>(List.of(this));
      parts().forEach(part -> all.addAll(part.all()));
      return all;
    }
  }

  /** A metric with the labels that its matchers name; {@code window} is empty for one value. */
  public record Selector(String metric, List<String> matched, String window)
      implements Expression {}

  /** A function of expressions. */
  public record Call(String function, List<Expression> parts) implements Expression {}

  /** An aggregation by labels, of which there may be none. */
  public record Aggregation(String function, List<String> by, List<Expression> parts)
      implements Expression {}

  /** An operator between two expressions; {@code on} is null where all labels have to match. */
  public record Binary(String operator, Expression left, Expression right, List<String> on)
      implements Expression {

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** A number or text, or a variable in the place of one. */
  public record Scalar(String text) implements Expression {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\[[^]]*]|[a-zA-Z_:$][\\w:]*"
              + "|[0-9][\\w.]*|[=!]~|[=!<>]=|[-+*/%^(){},=<>])");
  private static final Set<String> AGGREGATIONS =
      Set.of("sum", "min", "max", "avg", "count", "topk", "quantile");
  private static final List<Set<String>> OPERATORS =
      List.of(
          Set.of("or"),
          Set.of("and", "unless"),
          Set.of("==", "!=", "<", ">", "<=", ">="),
          Set.of("+", "-"),
          Set.of("*", "/", "%"));

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private Promql(String text) {
    this.text = text;
    Matcher token = TOKEN.matcher(text.strip());
    int end = 0;
    while (token.find() && token.start() == end) {
      tokens.add(token.group(1));
      end = token.end();
    }
    if (end != text.strip().length()) {
      throw new AssertionError("not understood: " + text.substring(end) + " in " + text);
    }
    tokens.add("");
  }

  /** Reads an expression. */
  public static Expression parse(String text) {
    Promql parser = new Promql(text);
    Expression expression = parser.operation(0);
    parser.expect("");
    return expression;
  }

  private Expression operation(int level) {
    if (level == OPERATORS.size()) {
      return operand();
    }
    Expression left = operation(level + 1);
    while (OPERATORS.get(level).contains(peek())) {
      String operator = next();
      List<String> on = skip("on") ? names() : null;
      if (skip("group_left")) {
        names();
      }
      left = new Binary(operator, left, operation(level + 1), on);
    }
    return left;
  }

  private Expression operand() {
    String token = next();
    if (token.equals("(")) {
      Expression inner = operation(0);
      expect(")");
      return inner;
    }
    if (token.matches("[0-9\"'$].*")) {
      return new Scalar(token);
    }
    if (AGGREGATIONS.contains(token)) {
      List<String> by = skip("by") ? names() : List.of();
      return new Aggregation(token, by, arguments());
    }
    return peek().equals("(") ? new Call(token, arguments()) : selector(token);
  }

  private Selector selector(String metric) {
    List<String> matched = new ArrayList<>();
    if (skip("{")) {
      while (!skip("}")) {
        matched.add(next());
        next();
        next();
        skip(",");
      }
    }
    String window = peek().startsWith("[") ? next() : "";
    if (skip("offset")) {
      next();
    }
    return new Selector(metric, matched, window.replaceAll("[\\[\\]]", ""));
  }

  private List<Expression> arguments() {
    expect("(");
    List<Expression> arguments = new ArrayList<>();
    while (!skip(")")) {
      arguments.add(operation(0));
      skip(",");
    }
    return arguments;
  }

  private List<String> names() {
    expect("(");
    List<String> names = new ArrayList<>();
    while (!skip(")")) {
      names.add(next());
      skip(",");
    }
    return names;
  }

  private String peek() {
    return tokens.get(at);
  }

  private String next() {
    return tokens.get(at++);
  }

  private boolean skip(String token) {
    boolean there = peek().equals(token);
    if (there) {
      at++;
    }
    return there;
  }

  private void expect(String token) {
    if (!skip(token)) {
      throw new AssertionError("'" + token + "' expected, not '" + peek() + "', in " + text);
    }
  }
}
