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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says once which rules nothing has matched so far, and which loaded class comes nearest: a minute
 * after the start or a change of the rules, or when the application ends before.
 */
final class RuleReport {

  private static final int LIKELY_SLIPS = 3;

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
    String named = rule.methods().substring(0, rule.methods().indexOf('#')).replace("+", "");
    String nearest = nearest(named);
    String reason = "no class that is loaded so far matches";
    if (named.startsWith("java.") || named.startsWith("javax.") || named.startsWith("jdk.")) {
      reason = "methods of the JDK are not measured; name a method that calls it";
    } else if (!nearest.isEmpty()) {
      reason += ". Did you mean '" + nearest + "'?";
    } else if (isEarly) {
      return;
    }
    inventory.note(rule.toString(), reason);
    Log.warn(rule + ": " + reason);
  }

  /** The loaded class with nearly this name, in this package or any other; {@code ""} if none. */
  private String nearest(String named) {
    String simple = simple(named);
    String inPackage = named.substring(0, named.length() - simple.length());
    Set<String> near = new TreeSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName();
      boolean isNear =
          name.endsWith(simple)
              ? simple(name).equals(simple)
              : Math.abs(name.length() - named.length()) <= LIKELY_SLIPS
                  && name.startsWith(inPackage);
      if (isNear) {
        near.add(name);
      }
    }
    String nearest = near.isEmpty() ? "" : EditDistance.nearest(named, near);
    boolean isLikely =
        simple(nearest).equals(simple) || EditDistance.between(named, nearest) <= LIKELY_SLIPS;
    return isLikely && !nearest.equals(named) ? nearest : "";
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
