package io.deploytelemetry.agent.model;

import java.util.concurrent.TimeUnit;

/** Lengths of time as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}. */
public final class TimeSpan {

  private static final int MOST_DIGITS = 9;

  private TimeSpan() {}

  /** The milliseconds of a length of time; {@code -1} for a text that is none. */
  public static long millis(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > MOST_DIGITS) {
      return -1;
    }
    long number = Long.parseLong(text.substring(0, digits));
    switch (text.substring(digits)) {
      case "ms":
        return number;
      case "s":
        return TimeUnit.SECONDS.toMillis(number);
      case "m":
        return TimeUnit.MINUTES.toMillis(number);
      case "h":
        return TimeUnit.HOURS.toMillis(number);
      default:
        return -1;
    }
  }
}
