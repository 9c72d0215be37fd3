package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.Rule;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;
import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of the configuration file, found by the class that is being loaded. Immutable. */
final class Rules {

  /** A rule and its pattern. */
  static final class Compiled {

    final Rule rule;
    final MethodPattern pattern;

    Compiled(Rule rule, MethodPattern pattern) {
      this.rule = rule;
      this.pattern = pattern;
    }
  }

  private final List<Compiled> all = new ArrayList<>();
  private final Map<String, String> problems = new LinkedHashMap<>();
  private final SupertypeNames supertypes = new SupertypeNames();
  private final boolean areSubtypesMeant;

  Rules(List<Rule> rules) {
    boolean anySubtypes = false;
    for (Rule rule : rules) {
      try {
        Compiled compiled = new Compiled(rule, MethodPattern.parse(rule.methods()));
        anySubtypes |= compiled.pattern.hasSubtypes();
        all.add(compiled);
      } catch (IllegalArgumentException malformed) {
        problems.put(rule.source(), malformed.getMessage() + "; the rule is ignored");
      }
    }
    this.areSubtypesMeant = anySubtypes;
  }

  /** What is wrong with patterns, with their places. */
  List<String> problems() {
    List<String> list = new ArrayList<>();
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      list.add(problem.getKey() + ": " + problem.getValue());
    }
    return list;
  }

  /** Makes the rules known at the start, and says what is wrong with them. */
  void register(Inventory inventory) {
    for (Compiled compiled : all) {
      inventory.ruled(compiled.rule.toString());
    }
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      inventory.note(problem.getKey(), problem.getValue());
    }
    for (String problem : problems()) {
      Log.warn(problem);
    }
  }

  /** For each of these rules, by its text, that of others which says the same, or {@code null}. */
  Map<String, @Nullable String> sameOf(Rules others) {
    Map<String, @Nullable String> same = new LinkedHashMap<>();
    for (Compiled compiled : all) {
      same.put(compiled.rule.toString(), null);
      for (Compiled other : others.all) {
        if (compiled.rule.isSame(other.rule)) {
          same.put(compiled.rule.toString(), other.rule.toString());
        }
      }
    }
    return same;
  }

  /** Whether others say of a class what these say. */
  boolean sayTheSame(Rules others, Class<?> type) {
    if (all.isEmpty() && others.all.isEmpty()) {
      return true;
    }
    Set<String> above = new HashSet<>();
    if (areSubtypesMeant || others.areSubtypesMeant) {
      addSupertypes(above, type);
    }
    List<Compiled> mine = of(type.getName(), above);
    List<Compiled> theirs = others.of(type.getName(), above);
    boolean isSame = mine.size() == theirs.size();
    for (int i = 0; isSame && i < mine.size(); i++) {
      isSame = mine.get(i).rule.isSame(theirs.get(i).rule);
    }
    return isSame;
  }

  private static void addSupertypes(Set<String> names, @Nullable Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      names.add(each.getName());
      for (Class<?> implemented : each.getInterfaces()) {
        addSupertypes(names, implemented);
      }
    }
  }

  /**
   * The rules for a class, in the order of the file.
   *
   * @param internalName the class's internal name
   * @throws IOException if the class file of a supertype cannot be read
   */
  List<Compiled> of(
      String internalName,
      ClassOutline outline,
      ClassLoader loader,
      @Nullable ProtectionDomain domain)
      throws IOException {
    if (all.isEmpty()) {
      return Collections.emptyList();
    }
    Set<String> above = Collections.emptySet();
    if (areSubtypesMeant) {
      above = new HashSet<>();
      for (String supertype : supertypes.of(internalName, outline, loader, domain)) {
        above.add(supertype.replace('/', '.'));
      }
    }
    return of(internalName.replace('/', '.'), above);
  }

  private List<Compiled> of(String name, Set<String> above) {
    List<Compiled> found = Collections.emptyList();
    for (Compiled compiled : all) {
      if (matches(compiled.pattern, name, above)) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(compiled);
      }
    }
    return found;
  }

  private static boolean matches(MethodPattern pattern, String name, Set<String> supertypes) {
    if (pattern.matchesClass(name)) {
      return true;
    }
    if (pattern.hasSubtypes()) {
      for (String supertype : supertypes) {
        if (pattern.matchesClass(supertype)) {
          return true;
        }
      }
    }
    return false;
  }
}
