package io.deploytelemetry.agent.log;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the log, and how it is written: as text for people, or as a JSON object. */
final class LogLine {

  private final Log.Level level;
  private final String message;
  private final Map<String, ?> fields;
  private final @Nullable Throwable failure;

  /**
   * Makes a line.
   *
   * @param failure whose stack trace is shown; {@code null} for none
   */
  LogLine(Log.Level level, String message, @Nullable Throwable failure) {
    this(level, message, Collections.<String, String>emptyMap(), failure);
  }

  LogLine(Log.Level level, String message, Map<String, ?> fields, @Nullable Throwable failure) {
    this.level = level;
    this.message = message;
    this.fields = fields;
    this.failure = failure;
  }

  /** For standard error: whoever collects that knows the time. */
  String toShortText() {
    return toText(new StringBuilder("[telemetry] "), level == Log.Level.INFO ? "" : level + " ");
  }

  /** For a file. */
  String toDatedText(long epochMillis) {
    StringBuilder line = new StringBuilder();
    Timestamp.append(line, epochMillis);
    return toText(line.append(' '), level + " ");
  }

  private String toText(StringBuilder line, String levelWord) {
    line.append(levelWord);
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c); // what others wrote must not begin a line
    }
    for (Map.Entry<String, ?> field : fields.entrySet()) {
      line.append(' ').append(field.getKey()).append('=');
      appendWord(line, String.valueOf(field.getValue()));
    }
    line.append(System.lineSeparator());
    appendStack(line, "    at ", System.lineSeparator());
    return line.toString();
  }

  private static void appendWord(StringBuilder line, String value) {
    boolean isWord = !value.isEmpty();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      isWord &= c > ' ' && c < 127 && c != '"' && c != '=' && c != '\\';
    }
    if (isWord) {
      line.append(value);
    } else {
      JsonText.append(line, value);
    }
  }

  /** For programs. */
  String toJson(long epochMillis) {
    StringBuilder line = new StringBuilder("{\"timestamp\":\"");
    Timestamp.append(line, epochMillis);
    line.append("\",\"level\":\"").append(level).append("\",\"message\":");
    JsonText.append(line, message);
    for (Map.Entry<String, ?> field : fields.entrySet()) {
      JsonText.append(line.append(','), field.getKey());
      line.append(':');
      Object value = field.getValue();
      if (value instanceof Number) {
        line.append(value);
      } else {
        JsonText.append(line, String.valueOf(value));
      }
    }
    if (failure != null) {
      StringBuilder stack = new StringBuilder();
      appendStack(stack, "at ", "\n");
      JsonText.append(line.append(",\"stack\":"), stack.toString());
    }
    return line.append('}').append(System.lineSeparator()).toString();
  }

  private void appendStack(StringBuilder out, String before, String after) {
    if (failure != null) {
      for (StackTraceElement element : failure.getStackTrace()) {
        out.append(before).append(element).append(after);
      }
    }
  }
}
