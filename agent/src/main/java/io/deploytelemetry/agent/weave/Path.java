package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What stands between the braces of a value: where it begins, and the steps from there. */
final class Path {

  static final String THIS = "this";
  static final String RESULT = "result";

  private final String root;
  private final List<String> steps;

  private Path(String root, List<String> steps) {
    this.root = root;
    this.steps = steps;
  }

  static Path parse(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      parts.add(part.trim());
    }
    return new Path(parts.get(0), Collections.unmodifiableList(parts.subList(1, parts.size())));
  }

  /** {@code this}, {@code result}, the position of a parameter or its name. */
  String root() {
    return root;
  }

  boolean startsAt(String sought) {
    return root.equals(sought);
  }

  /** Whether the root is a position. */
  boolean startsAtPosition() {
    boolean isNumber = !root.isEmpty() && root.length() < 4;
    for (int i = 0; i < root.length(); i++) {
      isNumber &= root.charAt(i) >= '0' && root.charAt(i) <= '9';
    }
    return isNumber;
  }

  List<String> steps() {
    return steps;
  }
}
