package io.deploytelemetry.agent.start;

import io.deploytelemetry.agent.config.Rule;
import io.deploytelemetry.agent.config.UnmatchedRule;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says once which rules nothing has matched so far, and which loaded class comes nearest: a minute
 * after the start or a change of the rules, or when the application ends before.
 */
final class RuleReport {

  /** By then a long-lived application has loaded what it needs. */
  private static final long DUE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Inventory inventory;
  private final Instrumentation instrumentation;
  private final AtomicBoolean isSaid = new AtomicBoolean();

  private volatile List<Rule> rules;
  private volatile long sinceNanos = System.nanoTime();

  RuleReport(List<Rule> rules, Inventory inventory, Instrumentation instrumentation) {
    this.rules = rules;
    this.inventory = inventory;
    this.instrumentation = instrumentation;
  }

  /** There are other rules, of which it is to be said anew. */
  void use(List<Rule> changed) {
    rules = changed;
    sinceNanos = System.nanoTime();
    isSaid.set(false);
  }

  /** Says it if its time has come; whether all is said. */
  boolean sayWhenDue() {
    if (System.nanoTime() - sinceNanos >= DUE_NANOS) {
      say(false);
    }
    return isSaid.get() || rules.isEmpty();
  }

  /**
   * Says it.
   *
   * @param isEarly whether the application has not run for long: that a class is not loaded yet
   *     then tells nothing, unless another one has nearly its name
   */
  void say(boolean isEarly) {
    if (rules.isEmpty() || isSaid.getAndSet(true)) {
      return;
    }
    Map<String, Integer> matched = inventory.rules();
    for (Rule rule : rules) {
      Integer methods = matched.get(rule.toString());
      if (methods != null && methods == 0 && !inventory.notes().containsKey(rule.toString())) {
        say(rule, isEarly);
      }
    }
  }

  private void say(Rule rule, boolean isEarly) {
    List<String> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      loaded.add(type.getName());
    }
    UnmatchedRule unmatched = UnmatchedRule.of(rule, loaded);
    if (isEarly && !unmatched.isExplained()) {
      return;
    }
    String reason = unmatched.reason("no class that is loaded so far matches");
    inventory.note(rule.toString(), reason);
    Log.warn(rule + ": " + reason);
  }
}
