package io.deploytelemetry.agent.metrics;

import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.model.Template;
import io.deploytelemetry.agent.model.ValueReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a spec declares for the end of a call. A value that cannot be read is noted once, and
 * is then empty.
 */
final class ExitReader {

  private final ProbeSpec spec;
  private final ExitValues declared;
  private final Inventory inventory;

  ExitReader(ProbeSpec spec, Inventory inventory) {
    this.spec = spec;
    this.declared = spec.exitValues();
    this.inventory = inventory;
  }

  /** Whether a value is declared. */
  boolean has(String name) {
    return declared.get(name) != null;
  }

  /**
   * The object behind a value: what its path led to, or the text of a template that is more than
   * one path.
   *
   * @param values what the paths of the spec's exit values have led to; {@code null} if they were
   *     not read
   */
  @Nullable Object object(String name, @Nullable Object @Nullable [] values) {
    Template template = declared.get(name);
    if (template == null) {
      return null;
    }
    String path = template.solePath();
    if (path != null) {
      return values == null ? null : values[declared.paths().indexOf(path)];
    }
    return text(name, values);
  }

  /** The text of a value; {@code ""} where there is none. */
  String text(String name, @Nullable Object @Nullable [] values) {
    Template template = declared.get(name);
    if (template == null || (values == null && !template.isConstant())) {
      return "";
    }
    try {
      List<String> texts = new ArrayList<>();
      for (int i = 0; values != null && i < values.length; i++) {
        boolean isUsed = template.paths().contains(declared.paths().get(i));
        texts.add(isUsed ? ValueReader.text(values[i]) : "");
      }
      return template.fill(declared.paths(), texts);
    } catch (Throwable failure) {
      failed(name, failure);
      return "";
    }
  }

  /** The amount that a value stands for; {@code NaN} where there is none. */
  double amount(String name, @Nullable Object @Nullable [] values) {
    Object object = object(name, values);
    if (object == null || object.equals("")) {
      return Double.NaN;
    }
    try {
      double amount =
          object instanceof String
              ? Double.parseDouble((String) object)
              : ValueReader.amount(object);
      if (!(amount >= 0 && amount <= Double.MAX_VALUE)) {
        note(name, "it is no number, boolean, collection, map or array, or is negative");
        return Double.NaN;
      }
      return amount;
    } catch (Throwable failure) {
      failed(name, failure);
      return Double.NaN;
    }
  }

  /** The time that a value stands for, in seconds since 1970; {@code NaN} where there is none. */
  double epochSeconds(String name, @Nullable Object @Nullable [] values) {
    Object object = object(name, values);
    if (object == null || object.equals("")) {
      return Double.NaN;
    }
    try {
      double seconds = ValueReader.epochSeconds(object);
      if (Double.isNaN(seconds)) {
        note(name, object.getClass().getName() + " is no time");
      }
      return seconds;
    } catch (Throwable failure) {
      failed(name, failure);
      return Double.NaN;
    }
  }

  /** Reads the values of the result's paths, which for some results can be read later only. */
  void readResult(@Nullable Object result, @Nullable Object[] values) {
    List<String> paths = declared.paths();
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      if (path.equals("result") || path.startsWith("result.")) {
        try {
          values[i] = StageValues.read(path, result);
        } catch (Throwable failure) {
          unread(path, failure);
        }
      }
    }
  }

  /** Something about a value must be known to whoever wrote it. */
  void note(String name, String reason) {
    inventory.note(
        spec.className() + "#" + spec.method() + " @" + spec.kind().word() + " " + name, reason);
  }

  /** A path could not be read in a call. */
  void unread(String path, Throwable failure) {
    failed("{" + path + "}", failure);
  }

  private void failed(String name, Throwable failure) {
    note(name, "reading it fails: " + failure);
  }
}
