package io.deploytelemetry.agent.log;

/** Writes text as JSON has it, so that every parser and a page in a browser can read it. */
public final class JsonText {

  private static final char LINE_SEPARATOR = 0x2028;
  private static final char PARAGRAPH_SEPARATOR = 0x2029;

  private JsonText() {}

  /** Appends a text in quotes. */
  public static void append(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)
          || c == LINE_SEPARATOR
          || c == PARAGRAPH_SEPARATOR
          || Character.isSurrogate(c)) {
        appendEscaped(out, c);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static void appendEscaped(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit(c >> shift & 15, 16));
    }
  }
}
