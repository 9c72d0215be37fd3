package io.deploytelemetry.agent.log;

/**
 * Writes moments as RFC 3339 has them, in UTC. By hand: {@code java.time} and its formatter are
 * some 150 classes, which the application's start would have to wait for.
 */
final class Timestamp {

  private static final int DAYS_OF_ERA = 146_097;

  /** From the first of March of the year 0 to the first of January 1970. */
  private static final int DAYS_TO_EPOCH = 719_468;

  private static final int MILLIS_OF_DAY = 86_400_000;

  private Timestamp() {}

  /**
   * Appends {@code 2026-11-21T14:05:59.123Z}.
   *
   * @param epochMillis a moment of the years 1970 to 9999
   */
  static void append(StringBuilder out, long epochMillis) {
    appendDate(out, (int) (epochMillis / MILLIS_OF_DAY) + DAYS_TO_EPOCH);
    int millis = (int) (epochMillis % MILLIS_OF_DAY);
    append(out.append('T'), millis / 3_600_000, 2);
    append(out.append(':'), millis / 60_000 % 60, 2);
    append(out.append(':'), millis / 1_000 % 60, 2);
    append(out.append('.'), millis % 1_000, 3);
    out.append('Z');
  }

  /**
   * The year begins in March here, so that the leap day is its last; see Howard Hinnant,
   * "chrono-Compatible Low-Level Date Algorithms", {@code civil_from_days}.
   */
  private static void appendDate(StringBuilder out, int days) {
    int era = days / DAYS_OF_ERA;
    int dayOfEra = days % DAYS_OF_ERA;
    int yearOfEra =
        (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / (DAYS_OF_ERA - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    append(out, yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4);
    append(out.append('-'), month, 2);
    append(out.append('-'), dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2);
  }

  private static void append(StringBuilder out, int number, int digits) {
    int power = 1;
    for (int i = 1; i < digits; i++) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.append((char) ('0' + number / power % 10));
    }
  }
}
