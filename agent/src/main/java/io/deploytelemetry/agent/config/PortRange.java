package io.deploytelemetry.agent.config;

import org.jspecify.annotations.Nullable;

/** A port, or several in a row, as the option {@code port} names them. Immutable. */
public final class PortRange {

  /** The last port that there is. */
  public static final int HIGHEST = 65_535;

  private final int first;
  private final int last;

  private PortRange(int first, int last) {
    this.first = first;
    this.last = last;
  }

  /** Reads {@code 19404}, {@code 0} or {@code 19404-19410}; {@code null} if it is none of these. */
  static @Nullable PortRange parse(String text) {
    int dash = text.indexOf('-');
    int first = number(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : number(text.substring(dash + 1));
    boolean isRange = first > 0 && first <= last;
    return first >= 0 && (dash < 0 || isRange) ? new PortRange(first, last) : null;
  }

  /** A port, or -1. */
  private static int number(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
      number = 10 * number + text.charAt(i) - '0';
    }
    return number <= HIGHEST ? number : -1;
  }

  public int first() {
    return first;
  }

  public int last() {
    return last;
  }

  /** For a message: {@code port 19404 is}, {@code ports 19404-19410 are all}. */
  public String toSubject() {
    return first == last ? "port " + first + " is" : "ports " + first + "-" + last + " are all";
  }
}
