package io.deploytelemetry.agent.http;

import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.Inventory;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is woven and what not, as JSON has it: {@code /status} of a JVM and {@code scan} of its jars
 * say the same.
 */
public final class InventoryReport {

  private InventoryReport() {}

  /**
   * The members of the object.
   *
   * @param problems what is wrong with the configuration
   */
  public static Map<String, Object> of(Inventory inventory, List<String> problems) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("woven", woven(inventory));
    report.put("rules", rules(inventory));
    report.put("problems", problems);
    report.put("skipped", pairs(inventory.skipped(), "what"));
    report.put("notes", pairs(inventory.notes(), "where"));
    return report;
  }

  private static List<Object> woven(Inventory inventory) {
    List<Object> woven = new ArrayList<>();
    for (ProbeSpec spec : inventory.woven()) {
      Map<String, Object> method = new LinkedHashMap<>();
      method.put("kind", spec.kind().word());
      method.put("class", spec.className());
      method.put("method", spec.method());
      method.put("descriptor", spec.descriptor());
      method.put("labels", labels(spec));
      if (!spec.exitValues().isEmpty()) {
        method.put("atExit", exitValues(spec.exitValues()));
      }
      woven.add(method);
    }
    return woven;
  }

  private static List<Object> rules(Inventory inventory) {
    List<Object> rules = new ArrayList<>();
    inventory
        .rules()
        .forEach(
            (rule, matched) -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("rule", rule);
              entry.put("methods", matched);
              rules.add(entry);
            });
    return rules;
  }

  private static Map<String, Object> exitValues(ExitValues values) {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (String name : values.names()) {
      byName.put(name, String.valueOf(values.get(name)));
    }
    return byName;
  }

  private static Map<String, Object> labels(ProbeSpec spec) {
    Map<String, Object> labels = new LinkedHashMap<>();
    for (int i = 0; i < spec.names().size(); i++) {
      if (!spec.labels().get(i).isEmpty()) {
        labels.put(spec.names().get(i), spec.labels().get(i).toString());
      }
    }
    return labels;
  }

  private static List<Object> pairs(Map<String, String> reasons, String key) {
    List<Object> pairs = new ArrayList<>();
    reasons.forEach(
        (what, reason) -> {
          Map<String, Object> pair = new LinkedHashMap<>();
          pair.put(key, what);
          pair.put("reason", reason);
          pairs.add(pair);
        });
    return pairs;
  }
}
