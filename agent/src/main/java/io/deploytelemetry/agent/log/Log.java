package io.deploytelemetry.agent.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The agent's lines on standard error. They go to the file descriptor in one write: no lock and no
 * class that the application could have replaced or could be initialising, so that a line can be
 * written while a class is being loaded.
 */
public final class Log {

  /** How much is said; each level includes those before it. */
  public enum Level {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

  private static volatile Level level = Level.INFO;

  private Log() {}

  public static void setLevel(Level newLevel) {
    level = newLevel;
  }

  public static void error(String message) {
    log(Level.ERROR, message, null);
  }

  public static void warn(String message) {
    log(Level.WARN, message, null);
  }

  public static void info(String message) {
    log(Level.INFO, message, null);
  }

  public static void debug(String message) {
    log(Level.DEBUG, message, null);
  }

  /** Says at {@code WARN} what failed; its stack trace follows where the level is {@code DEBUG}. */
  public static void failed(String message, Throwable failure) {
    log(Level.WARN, message + ": " + failure, failure);
  }

  private static void log(Level at, String message, @Nullable Throwable failure) {
    if (at.ordinal() > level.ordinal()) {
      return;
    }
    StringBuilder line = new StringBuilder("[telemetry] ");
    if (at != Level.INFO) {
      line.append(at.name()).append(' ');
    }
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      line.append(c < ' ' || c == 127 ? ' ' : c); // what others wrote must not begin a line
    }
    line.append(System.lineSeparator());
    if (failure != null && level == Level.DEBUG) {
      for (StackTraceElement element : failure.getStackTrace()) {
        line.append("    at ").append(element).append(System.lineSeparator());
      }
    }
    try {
      ERR.write(line.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      level = Level.OFF; // standard error is gone, and with it whom to tell
    }
  }
}
