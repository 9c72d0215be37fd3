package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is woven, and what is not and why. The weaver writes, {@code /status} and the metrics read;
 * every method locks the inventory.
 */
public final class Inventory {

  /** A long-lived container with a fault in every class must not fill the memory. */
  private static final int MOST_NOTES = 1_000;

  private final Set<ProbeSpec> woven = new LinkedHashSet<>();
  private final Set<String> wovenClasses = new LinkedHashSet<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();
  private final Map<String, String> notes = new LinkedHashMap<>();

  /** The rules, and how many methods of which classes each has matched. */
  private final Map<String, Map<String, Integer>> rules = new LinkedHashMap<>();

  private long weaveErrors;

  /** A class is now woven with these probes. */
  public synchronized void woven(String className, List<ProbeSpec> probes) {
    wovenClasses.add(className);
    woven.addAll(probes);
  }

  /** There is a rule, which no method has matched yet. */
  public synchronized void ruled(String rule) {
    rules.putIfAbsent(rule, new HashMap<>());
  }

  /** Methods of a class have matched a rule; how many they were in another loader is forgotten. */
  public synchronized void ruleMatched(String rule, String className, int methods) {
    Map<String, Integer> matches = rules.get(rule);
    if (matches != null) { // else the rules have changed meanwhile
      matches.put(className, methods);
    }
  }

  /**
   * There are other rules.
   *
   * @param same each of them, in the order of the file, with the one before that says the same,
   *     whose matches are its own; {@code null} if it is new
   */
  public synchronized void rulesChanged(Map<String, @Nullable String> same) {
    Map<String, Map<String, Integer>> old = new HashMap<>(rules);
    notes.keySet().removeAll(rules.keySet());
    rules.clear();
    same.forEach(
        (rule, before) -> {
          Map<String, Integer> matches = before == null ? null : old.get(before);
          rules.put(rule, matches == null ? new HashMap<>() : matches);
        });
  }

  /** Classes are about to be woven anew: what is known of them no longer holds. */
  public synchronized void forget(Set<String> classNames) {
    woven.removeIf(spec -> classNames.contains(spec.className()));
    wovenClasses.removeAll(classNames);
    skipped.keySet().removeIf(what -> classNames.contains(classOf(what)));
    notes.keySet().removeIf(where -> where.contains(" @") && classNames.contains(classOf(where)));
    rules.values().forEach(matches -> matches.keySet().removeAll(classNames));
  }

  private static String classOf(String method) {
    int hash = method.indexOf('#');
    return hash < 0 ? method : method.substring(0, hash);
  }

  /** The rules, in the order of the file, and how many methods each has matched. */
  public synchronized Map<String, Integer> rules() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, Integer>> rule : rules.entrySet()) {
      int methods = 0;
      for (int ofClass : rule.getValue().values()) {
        methods += ofClass;
      }
      counts.put(rule.getKey(), methods);
    }
    return counts;
  }

  /** A method, or a class, is left as it was; returns whether that is news. */
  public synchronized boolean skipped(String what, String reason) {
    return put(skipped, what, reason);
  }

  /** A class could not be woven because the agent failed; returns whether that is news. */
  public synchronized boolean failed(String className, String reason) {
    weaveErrors++;
    return put(skipped, className, reason);
  }

  /** A value of a woven method is not what its author wrote; returns whether that is news. */
  public synchronized boolean note(String what, String reason) {
    return put(notes, what, reason);
  }

  private static boolean put(Map<String, String> map, String what, String reason) {
    return (map.size() < MOST_NOTES || map.containsKey(what))
        && !reason.equals(map.put(what, reason));
  }

  public synchronized List<ProbeSpec> woven() {
    return Collections.unmodifiableList(new ArrayList<>(woven));
  }

  public synchronized int wovenClasses() {
    return wovenClasses.size();
  }

  /** What was left alone, in the order met: class or class and method to reason. */
  public synchronized Map<String, String> skipped() {
    return new LinkedHashMap<>(skipped);
  }

  /** What was woven in another way than written: class and method to reason. */
  public synchronized Map<String, String> notes() {
    return new LinkedHashMap<>(notes);
  }

  public synchronized long weaveErrors() {
    return weaveErrors;
  }
}
