package io.deploytelemetry.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text behind {@code -javaagent:telemetry.jar=}: {@code key=value,key=value}. The first {@code
 * =} splits; {@code \,} is a comma and {@code \\} a backslash; no space, quote or semicolon is ever
 * needed, so that the text survives every shell and service file.
 */
final class AgentArguments {

  private AgentArguments() {}

  /** Keys and values in the order written; a pair without {@code =} has the value {@code null}. */
  static Map<String, String> parse(String arguments) {
    Map<String, String> pairs = new LinkedHashMap<>();
    StringBuilder pair = new StringBuilder();
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      char next = i + 1 < arguments.length() ? arguments.charAt(i + 1) : 0;
      if (c == '\\' && (next == ',' || next == '\\')) {
        pair.append(next);
        i++;
      } else if (c == ',') {
        put(pairs, pair);
        pair.setLength(0);
      } else {
        pair.append(c);
      }
    }
    put(pairs, pair);
    return pairs;
  }

  private static void put(Map<String, String> pairs, CharSequence pair) {
    String text = pair.toString().trim();
    int equals = text.indexOf('=');
    if (equals >= 0) {
      pairs.put(text.substring(0, equals).trim(), text.substring(equals + 1).trim());
    } else if (!text.isEmpty()) {
      pairs.put(text, null);
    }
  }
}
