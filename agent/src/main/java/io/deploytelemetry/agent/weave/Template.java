package io.deploytelemetry.agent.weave;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of an attribute: constant text, <code>${NAME}</code> and <code>${NAME:default}</code>,
 * which are filled in when it is read, and <code>{path}</code>, which only a call can fill in.
 */
final class Template {

  /** A value has at most this many characters; it becomes a label. */
  static final int LONGEST = 128;

  private final String text;
  private final @Nullable String path;

  private Template(String text, @Nullable String path) {
    this.text = text;
    this.path = path;
  }

  /**
   * Reads a text.
   *
   * @param variables the value of a name in <code>${NAME}</code>, or {@code null}
   */
  static Template parse(String source, Function<String, @Nullable String> variables) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\' && i + 1 < source.length()) {
        text.append(source.charAt(++i));
      } else if (c == '{' || (c == '$' && source.startsWith("${", i))) {
        int open = source.indexOf('{', i);
        int close = source.indexOf('}', open);
        if (close < 0) {
          text.append(source, i, source.length());
          break;
        }
        String inner = source.substring(open + 1, close);
        if (c == '{') {
          return new Template("", inner);
        }
        text.append(variable(inner, variables));
        i = close;
      } else {
        text.append(c);
      }
    }
    return new Template(
        text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString(), null);
  }

  private static String variable(String inner, Function<String, @Nullable String> variables) {
    int colon = inner.indexOf(':');
    String value = variables.apply(colon < 0 ? inner : inner.substring(0, colon));
    if (value != null) {
      return value;
    }
    return colon < 0 ? "" : inner.substring(colon + 1);
  }

  /** The text; {@code ""} if a call has to fill it in. */
  String text() {
    return text;
  }

  /** The first path that a call has to fill in; {@code null} if the text is complete. */
  @Nullable String path() {
    return path;
  }
}
