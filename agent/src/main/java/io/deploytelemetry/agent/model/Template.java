package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of an attribute: constant text, <code>${NAME}</code> and <code>${NAME:default}</code>,
 * which are filled in when it is read, and <code>{path}</code>, which only a call can fill in.
 * Immutable.
 */
public final class Template {

  /** What is not set. */
  public static final Template EMPTY = new Template(Collections.singletonList(""), none());

  /** One more than there are paths: the texts before, between and behind them. */
  private final List<String> texts;

  private final List<String> paths;

  private Template(List<String> texts, List<String> paths) {
    this.texts = texts;
    this.paths = paths;
  }

  private static List<String> none() {
    return Collections.emptyList();
  }

  /** A template of constant text, in which nothing is special. */
  public static Template constant(String text) {
    return text.isEmpty() ? EMPTY : new Template(Collections.singletonList(cut(text)), none());
  }

  /**
   * Reads a text.
   *
   * @param variables the value of a name in <code>${NAME}</code>, or {@code null}
   */
  public static Template parse(String source, Function<String, @Nullable String> variables) {
    List<String> texts = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\' && i + 1 < source.length()) {
        text.append(source.charAt(++i));
      } else if (c == '{' || (c == '$' && source.startsWith("${", i))) {
        int open = source.indexOf('{', i);
        int close = end(source, open);
        if (close < 0) {
          text.append(source, i, source.length());
          break;
        }
        String inner = source.substring(open + 1, close);
        if (c == '{') {
          texts.add(text.toString());
          text.setLength(0);
          paths.add(inner.trim());
        } else {
          text.append(variable(inner, variables));
        }
        i = close;
      } else {
        text.append(c);
      }
    }
    texts.add(paths.isEmpty() ? cut(text.toString()) : text.toString());
    return new Template(Collections.unmodifiableList(texts), Collections.unmodifiableList(paths));
  }

  private static String variable(String inner, Function<String, @Nullable String> variables) {
    int colon = inner.indexOf(':');
    String value = variables.apply(colon < 0 ? inner : inner.substring(0, colon));
    if (value != null) {
      return value;
    }
    return colon < 0 ? "" : inner.substring(colon + 1).replace("\\}", "}");
  }

  /** Where the brace closes that is open; {@code \}} does not close it. Negative if none does. */
  private static int end(String source, int open) {
    int close = source.indexOf('}', open);
    while (close > 0 && source.charAt(close - 1) == '\\') {
      close = source.indexOf('}', close + 1);
    }
    return close;
  }

  /** Whether a text has a brace that nothing closes, and that is taken as it is written. */
  public static boolean isUnclosed(String source) {
    for (int i = 0; i < source.length(); i++) {
      if (source.charAt(i) == '\\') {
        i++;
      } else if (source.charAt(i) == '{') {
        i = end(source, i);
        if (i < 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** A text as a label shows it: two that look the same are the same. */
  private static String cut(String text) {
    return ValueReader.encodable(ValueReader.cut(text));
  }

  /** Whether no call is needed to know the text. */
  public boolean isConstant() {
    return paths.isEmpty();
  }

  /** Whether it is a text of no characters. */
  public boolean isEmpty() {
    return paths.isEmpty() && texts.get(0).isEmpty();
  }

  /** The text of a constant template. */
  public String text() {
    if (!isConstant()) {
      throw new IllegalStateException(this + " needs a call");
    }
    return texts.get(0);
  }

  /** What a call has to fill in, in the order written. */
  public List<String> paths() {
    return paths;
  }

  /** The one path that is the whole template; {@code null} if it is not that simple. */
  public @Nullable String solePath() {
    return paths.size() == 1 && texts.get(0).isEmpty() && texts.get(1).isEmpty()
        ? paths.get(0)
        : null;
  }

  /** The same without a path that cannot be read: nothing stands in its place. */
  public Template without(String path) {
    List<String> lessTexts = new ArrayList<>();
    List<String> lessPaths = new ArrayList<>();
    StringBuilder text = new StringBuilder(texts.get(0));
    for (int i = 0; i < paths.size(); i++) {
      if (!paths.get(i).equals(path)) {
        lessTexts.add(text.toString());
        lessPaths.add(paths.get(i));
        text.setLength(0);
      }
      text.append(texts.get(i + 1));
    }
    lessTexts.add(text.toString());
    return new Template(lessTexts, lessPaths);
  }

  /**
   * The text with its paths filled in.
   *
   * @param names the paths that have been read
   * @param values the text of each of them
   */
  public String fill(List<String> names, List<String> values) {
    if (isConstant()) {
      return texts.get(0);
    }
    StringBuilder filled = new StringBuilder(texts.get(0));
    for (int i = 0; i < paths.size(); i++) {
      filled.append(values.get(names.indexOf(paths.get(i)))).append(texts.get(i + 1));
    }
    return cut(filled.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Template
        && texts.equals(((Template) other).texts)
        && paths.equals(((Template) other).paths);
  }

  @Override
  public int hashCode() {
    return texts.hashCode() * 31 + paths.hashCode();
  }

  /** As it would be written, without escapes. */
  @Override
  public String toString() {
    StringBuilder source = new StringBuilder(texts.get(0));
    for (int i = 0; i < paths.size(); i++) {
      source.append('{').append(paths.get(i)).append('}').append(texts.get(i + 1));
    }
    return source.toString();
  }
}
