package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.EditDistance;
import io.deploytelemetry.agent.config.Rule;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says once which rules nothing has matched so far, and which loaded class comes nearest: a minute
 * after the start, or when the application ends before.
 */
final class RuleReport {

  private static final int LIKELY_SLIPS = 4;

  private final List<Rule> rules;
  private final Inventory inventory;
  private final Instrumentation instrumentation;
  private final AtomicBoolean isSaid = new AtomicBoolean();

  RuleReport(List<Rule> rules, Inventory inventory, Instrumentation instrumentation) {
    this.rules = rules;
    this.inventory = inventory;
    this.instrumentation = instrumentation;
  }

  void say() {
    if (rules.isEmpty() || isSaid.getAndSet(true)) {
      return;
    }
    Map<String, Integer> matched = inventory.rules();
    for (Rule rule : rules) {
      Integer methods = matched.get(rule.toString());
      if (methods != null && methods == 0 && !inventory.notes().containsKey(rule.toString())) {
        String reason = reason(rule);
        inventory.note(rule.toString(), reason);
        Log.warn(rule + ": " + reason);
      }
    }
  }

  private String reason(Rule rule) {
    String named = rule.methods().substring(0, rule.methods().indexOf('#')).replace("+", "");
    if (named.startsWith("java.") || named.startsWith("javax.") || named.startsWith("jdk.")) {
      return "methods of the JDK are not measured; name a method that calls it";
    }
    Set<String> near = new TreeSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName();
      if (Math.abs(name.length() - named.length()) <= LIKELY_SLIPS
          || simple(name).equals(simple(named))) {
        near.add(name);
      }
    }
    String nearest = near.isEmpty() ? "" : EditDistance.nearest(named, near);
    boolean isLikely =
        !nearest.isEmpty()
            && (EditDistance.between(named, nearest) <= LIKELY_SLIPS
                || simple(nearest).equals(simple(named)));
    return isLikely && !nearest.equals(named)
        ? "no class that is loaded so far matches. Did you mean '" + nearest + "'?"
        : "no class that is loaded so far matches";
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
