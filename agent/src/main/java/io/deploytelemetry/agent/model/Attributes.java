package io.deploytelemetry.agent.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads lists of the form {@code name=value,name=value}. */
public final class Attributes {

  private static final String ESCAPED = "{}$,=\\";

  private Attributes() {}

  /**
   * Splits a list at its commas and each part at its first {@code =}; what stands within braces or
   * behind a backslash does neither. Values keep their backslashes. A part without {@code =} has
   * the value {@code ""}.
   */
  public static Map<String, String> parse(String list) {
    Map<String, String> attributes = new LinkedHashMap<>();
    int depth = 0;
    int start = 0;
    int equals = -1;
    for (int i = 0; i <= list.length(); i++) {
      char c = i == list.length() ? ',' : list.charAt(i);
      if (c == '\\' && i + 1 < list.length()) {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth = Math.max(0, depth - 1);
      } else if (c == '=' && depth == 0 && equals < 0) {
        equals = i;
      } else if (c == ',' && (depth == 0 || i == list.length())) {
        put(attributes, list, start, equals, Math.min(i, list.length()));
        start = i + 1;
        equals = -1;
      }
    }
    return attributes;
  }

  /** The same, whose values are texts and no templates: a backslash goes that escapes something. */
  public static Map<String, String> parsePlain(String list) {
    Map<String, String> attributes = parse(list);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      attribute.setValue(plain(attribute.getValue()));
    }
    return attributes;
  }

  private static String plain(String value) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      boolean isEscape =
          value.charAt(i) == '\\'
              && i + 1 < value.length()
              && ESCAPED.indexOf(value.charAt(i + 1)) >= 0;
      plain.append(value.charAt(isEscape ? ++i : i));
    }
    return plain.toString();
  }

  /** A value as a list has it: with its commas escaped, but those within braces. */
  public static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        escaped.append(c);
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth = Math.max(0, depth - 1);
      } else if (c == ',' && depth == 0) {
        escaped.append('\\');
      }
      escaped.append(value.charAt(i));
    }
    return escaped.toString();
  }

  private static void put(
      Map<String, String> attributes, String list, int start, int equals, int end) {
    String name = list.substring(start, equals < 0 ? end : equals).trim();
    if (!name.isEmpty()) {
      attributes.put(name, equals < 0 ? "" : list.substring(equals + 1, end).trim());
    }
  }
}
