package io.deploytelemetry.agent.cli;

import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.ProbeSpec;
import io.deploytelemetry.agent.scan.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The answer of {@code scan} for people. */
final class ScanReport {

  private final Scan scan;
  private final List<String> lines = new ArrayList<>();

  ScanReport(Scan scan) {
    this.scan = scan;
  }

  List<String> lines() {
    Inventory found = scan.inventory();
    lines.add(
        "Measured: " + found.woven().size() + " of the methods of " + scan.classes() + " classes");
    for (ProbeSpec spec : found.woven()) {
      lines.add(
          "  "
              + spec.kind().word()
              + " "
              + spec.className()
              + "#"
              + spec.method()
              + parameters(spec.descriptor()));
      addValues(spec);
    }
    add("Not measured:", found.skipped());
    add("Otherwise than written:", found.notes());
    addRules(found.rules());
    if (!scan.settings().problems().isEmpty()) {
      lines.add("Wrong in the configuration:");
      for (String problem : scan.settings().problems()) {
        lines.add("  " + problem);
      }
    }
    return lines;
  }

  private void addValues(ProbeSpec spec) {
    for (int i = 0; i < spec.names().size(); i++) {
      if (!spec.labels().get(i).isEmpty()) {
        lines.add("    " + spec.names().get(i) + " = " + spec.labels().get(i));
      }
    }
    ExitValues values = spec.exitValues();
    for (String name : values.names()) {
      lines.add("    " + name + " = " + values.get(name) + ", when it ends");
    }
  }

  private void add(String title, Map<String, String> reasons) {
    if (!reasons.isEmpty()) {
      lines.add(title);
      reasons.forEach((what, reason) -> lines.add("  " + what + ": " + reason));
    }
  }

  private void addRules(Map<String, Integer> rules) {
    if (!rules.isEmpty()) {
      lines.add("Rules:");
      rules.forEach(
          (rule, methods) ->
              lines.add(
                  "  "
                      + rule
                      + ": "
                      + (methods == 0
                          ? "nothing"
                          : methods + (methods == 1 ? " method" : " methods"))));
    }
  }

  /** The parameters of a descriptor as source code has them. */
  static String parameters(String descriptor) {
    StringBuilder list = new StringBuilder("(");
    for (int at = 1; descriptor.charAt(at) != ')'; at++) {
      int brackets = 0;
      while (descriptor.charAt(at) == '[') {
        brackets++;
        at++;
      }
      int end = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) : at;
      list.append(list.length() == 1 ? "" : ", ")
          .append(
              end > at
                  ? descriptor.substring(at + 1, end).replace('/', '.')
                  : primitive(descriptor.charAt(at)));
      for (; brackets > 0; brackets--) {
        list.append("[]");
      }
      at = end;
    }
    return list.append(')').toString();
  }

  private static String primitive(char type) {
    switch (type) {
      case 'Z':
        return "boolean";
      case 'B':
        return "byte";
      case 'C':
        return "char";
      case 'S':
        return "short";
      case 'I':
        return "int";
      case 'J':
        return "long";
      case 'F':
        return "float";
      default:
        return "double";
    }
  }
}
