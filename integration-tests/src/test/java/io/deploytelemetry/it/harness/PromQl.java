package io.deploytelemetry.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PromQL, as far as the rules and the runbook use it, into trees that tests can walk. Whether
 * it is right at all is for promtool to say; what this does not know it refuses.
 */
public final class PromQl {

  /** Part of an expression. */
  public sealed interface Node permits Selector, Call, Aggregation, Operation, Literal {}

  /** A metric, with the labels that its matchers name. */
  public record Selector(String metric, Set<String> labels, boolean isRange) implements Node {}

  /** A function. */
  public record Call(String function, List<Node> arguments) implements Node {}

  /** An aggregation, by labels. */
  public record Aggregation(String operator, Set<String> by, List<Node> arguments)
      implements Node {}

  /**
   * An operation on two sides.
   *
   * @param on the labels that are compared; null where all are
   */
  public record Operation(String operator, Node left, Node right, Set<String> on, boolean isGrouped)
      implements Node {}

  /** A number or a string. */
  public record Literal(String text) implements Node {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<string>\"(?:[^\"\\\\]|\\\\.)*\")|(?<number>\\d+(?:\\.\\d+)?(?![\\w]))"
              + "|(?<range>\\[\\w+])|(?<duration>\\d+[smhdw])|(?<word>[a-zA-Z_:][\\w:]*)"
              + "|(?<sign>==|!=|>=|<=|=~|!~|[-+*/<>=(){},]))");

  private static final List<List<String>> PRECEDENCE =
      List.of(
          List.of("or"),
          List.of("and", "unless"),
          List.of("==", "!=", ">", "<", ">=", "<="),
          List.of("+", "-"),
          List.of("*", "/"));

  private static final Set<String> AGGREGATIONS =
      Set.of("sum", "max", "min", "count", "avg", "topk");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  private PromQl(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text.strip());
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() != end) {
        break;
      }
      end = matcher.end();
      tokens.add(matcher.group().strip());
    }
    if (end != text.strip().length()) {
      throw new IllegalArgumentException(text.strip().substring(end) + " in " + text);
    }
  }

  /** Reads an expression. */
  public static Node parse(String text) {
    PromQl parser = new PromQl(text);
    Node node = parser.operation(0);
    if (parser.next != parser.tokens.size()) {
      throw parser.unexpected();
    }
    return node;
  }

  /** A node and all below it. */
  public static List<Node> walk(Node node) {
    List<Node> found = new ArrayList<>(List.of(node));
    if (node instanceof Call call) {
      call.arguments().forEach(argument -> found.addAll(walk(argument)));
    } else if (node instanceof Aggregation aggregation) {
      aggregation.arguments().forEach(argument -> found.addAll(walk(argument)));
    } else if (node instanceof Operation operation) {
      found.addAll(walk(operation.left()));
      found.addAll(walk(operation.right()));
    }
    return found;
  }

  private Node operation(int level) {
    if (level == PRECEDENCE.size()) {
      return operand();
    }
    Node left = operation(level + 1);
    while (PRECEDENCE.get(level).contains(peek())) {
      String operator = take();
      Set<String> on = null;
      boolean isGrouped = false;
      if (takeIf("on")) {
        on = labels();
        if (takeIf("group_left")) {
          isGrouped = true;
          labels();
        }
      }
      left = new Operation(operator, left, operation(level + 1), on, isGrouped);
    }
    return left;
  }

  private Node operand() {
    String token = take();
    if (token.equals("(")) {
      Node inner = operation(0);
      expect(")");
      return inner;
    }
    char first = token.charAt(0);
    if (first == '"' || Character.isDigit(first)) {
      return new Literal(token);
    }
    if (!Character.isLetter(first) && first != '_') {
      throw unexpected();
    }
    if (AGGREGATIONS.contains(token)) {
      Set<String> by = takeIf("by") ? labels() : Set.of();
      return new Aggregation(token, by, arguments());
    }
    return "(".equals(peek()) ? new Call(token, arguments()) : selector(token);
  }

  private Selector selector(String metric) {
    Set<String> labels = new TreeSet<>();
    if (takeIf("{")) {
      while (!takeIf("}")) {
        labels.add(take());
        take(); // the comparison
        take(); // the value
        takeIf(",");
      }
    }
    boolean isRange = peek().startsWith("[");
    if (isRange) {
      take();
    }
    if (takeIf("offset")) {
      take();
    }
    return new Selector(metric, labels, isRange);
  }

  private List<Node> arguments() {
    List<Node> arguments = new ArrayList<>();
    expect("(");
    while (!takeIf(")")) {
      arguments.add(operation(0));
      takeIf(",");
    }
    return arguments;
  }

  private Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    expect("(");
    while (!takeIf(")")) {
      labels.add(take());
      takeIf(",");
    }
    return labels;
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    if (next == tokens.size()) {
      throw unexpected();
    }
    return tokens.get(next++);
  }

  private boolean takeIf(String token) {
    boolean isNext = peek().equals(token);
    if (isNext) {
      next++;
    }
    return isNext;
  }

  private void expect(String token) {
    if (!takeIf(token)) {
      throw unexpected();
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("'" + peek() + "' is unexpected in " + text);
  }
}
