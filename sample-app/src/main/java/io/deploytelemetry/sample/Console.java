package io.deploytelemetry.sample;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What people read: one line per event. Thread-safe. */
final class Console {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  /** Prints a line that begins with the time. */
  void say(String format, Object... args) {
    print(TIME.format(LocalTime.now()) + " " + String.format(Locale.ROOT, format, args));
  }

  /** Prints a line as it is but for control characters: commits can bring them in. */
  void print(String line) {
    out.println(line.strip().replaceAll("\\p{Cntrl}+", " "));
    out.flush();
  }
}
