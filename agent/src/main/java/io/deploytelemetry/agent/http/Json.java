package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.log.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, iterables, numbers, booleans and text as JSON. */
public final class Json {

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /** The text of a value. */
  public static String of(Object value) {
    Json json = new Json();
    json.write(value);
    return json.out.toString();
  }

  private void write(@Nullable Object value) {
    if (value instanceof Map) {
      writeObject((Map<?, ?>) value);
    } else if (value instanceof Iterable) {
      writeArray((Iterable<?>) value);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      JsonText.append(out, value.toString());
    }
  }

  private void writeObject(Map<?, ?> object) {
    String separator = "{";
    for (Map.Entry<?, ?> member : object.entrySet()) {
      out.append(separator);
      JsonText.append(out, String.valueOf(member.getKey()));
      out.append(':');
      write(member.getValue());
      separator = ",";
    }
    out.append(object.isEmpty() ? "{}" : "}");
  }

  private void writeArray(Iterable<?> array) {
    out.append('[');
    String separator = "";
    for (Object element : array) {
      out.append(separator);
      write(element);
      separator = ",";
    }
    out.append(']');
  }
}
