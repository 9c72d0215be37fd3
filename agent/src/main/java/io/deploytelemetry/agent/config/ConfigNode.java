package io.deploytelemetry.agent.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A value of the configuration file, and the line that it stands in. Immutable. */
final class ConfigNode {

  private final int line;
  private final String text;
  private final List<ConfigNode> items;
  private final Map<String, ConfigNode> entries;
  private final Shape shape;

  /** What a value is. */
  enum Shape {
    TEXT("a text"),
    LIST("a list"),
    MAP("a map");

    final String words;

    Shape(String words) {
      this.words = words;
    }
  }

  private ConfigNode(
      int line, Shape shape, String text, List<ConfigNode> items, Map<String, ConfigNode> entries) {
    this.line = line;
    this.shape = shape;
    this.text = text;
    this.items = Collections.unmodifiableList(items);
    this.entries = Collections.unmodifiableMap(entries);
  }

  static ConfigNode text(int line, String text) {
    return new ConfigNode(line, Shape.TEXT, text, Collections.emptyList(), Collections.emptyMap());
  }

  static ConfigNode list(int line, List<ConfigNode> items) {
    return new ConfigNode(line, Shape.LIST, "", items, Collections.emptyMap());
  }

  /** A map, in the order written. */
  static ConfigNode map(int line, Map<String, ConfigNode> entries) {
    return new ConfigNode(line, Shape.MAP, "", Collections.emptyList(), entries);
  }

  /** The line in the file, from 1. */
  int line() {
    return line;
  }

  Shape shape() {
    return shape;
  }

  boolean is(Shape sought) {
    return shape == sought;
  }

  /** The text as it is written, without quotes; {@code ""} for lists and maps. */
  String text() {
    return text;
  }

  /** The items of a list; none for others. */
  List<ConfigNode> items() {
    return items;
  }

  /** The entries of a map; none for others. */
  Map<String, ConfigNode> entries() {
    return entries;
  }
}
