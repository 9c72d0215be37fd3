package io.deploytelemetry.agent.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's lines, on standard error or in a file. Each goes to the file descriptor in one write:
 * no lock and no class that the application could have replaced or could be initialising, so that a
 * line can be written while a class is being loaded.
 *
 * <p>Threads: any writes; the agent's start, then one thread of its services, says how.
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
  private static volatile boolean isJson;
  private static volatile boolean hasEvents;
  private static volatile @Nullable LogFile file;
  private static @Nullable LogFile released;

  private Log() {}

  /**
   * Writes lines so from now on.
   *
   * @param json whether each is a JSON object
   * @param events whether events are written
   * @param path the file to append to; {@code ""} for standard error
   */
  public static void use(Level newLevel, boolean json, boolean events, String path) {
    level = newLevel;
    isJson = json;
    hasEvents = events;
    LogFile old = file;
    if (path.equals(old == null ? "" : old.path())) {
      return;
    }
    LogFile fresh = path.isEmpty() ? null : new LogFile(path);
    String problem = fresh == null ? "" : open(fresh);
    file = fresh;
    released = old;
    if (!problem.isEmpty()) {
      error(
          "log.file="
              + path
              + " cannot be opened ("
              + problem
              + "); lines go to standard error until it can. Name a file that this process may"
              + " write");
    }
  }

  private static String open(LogFile fresh) {
    try {
      fresh.open();
      return "";
    } catch (IOException unavailable) {
      return String.valueOf(unavailable.getMessage());
    }
  }

  /** Looks after the file, if there is one: it may have been renamed to be kept. */
  public static void tend() {
    LogFile old = released;
    if (old != null) {
      released = null;
      old.close();
    }
    LogFile current = file;
    if (current != null) {
      current.tend();
    }
  }

  /** Whether there is a file to look after. */
  public static boolean hasFile() {
    return file != null || released != null;
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

  /** Whether events are written: what happens to the application's deployments, and its health. */
  public static boolean hasEvents() {
    return hasEvents;
  }

  /**
   * Writes an event, at every level but {@code OFF}: it was asked for.
   *
   * @param at the level that the line shows
   * @param fields names of letters and {@code _}, and values: numbers or text
   */
  public static void event(Level at, String message, Map<String, ?> fields) {
    if (hasEvents && level != Level.OFF) {
      write(new LogLine(at, message, fields, null));
    }
  }

  private static void log(Level at, String message, @Nullable Throwable failure) {
    if (at.ordinal() <= level.ordinal()) {
      write(new LogLine(at, message, level == Level.DEBUG ? failure : null));
    }
  }

  private static void write(LogLine line) {
    LogFile to = file;
    boolean json = isJson;
    if (to != null) {
      long now = System.currentTimeMillis();
      if (to.write(bytes(json ? line.toJson(now) : line.toDatedText(now)))) {
        return;
      }
    }
    try {
      ERR.write(bytes(json ? line.toJson(System.currentTimeMillis()) : line.toShortText()));
    } catch (IOException closed) {
      // standard error is gone, and with it whom to tell
    }
  }

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
