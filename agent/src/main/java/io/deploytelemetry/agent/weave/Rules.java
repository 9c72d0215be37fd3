package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.config.Rule;
import io.deploytelemetry.agent.log.Log;
import io.deploytelemetry.agent.model.Inventory;
import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
  private final SupertypeNames supertypes = new SupertypeNames();
  private final boolean areSubtypesMeant;

  Rules(List<Rule> rules, Inventory inventory) {
    boolean anySubtypes = false;
    for (Rule rule : rules) {
      try {
        Compiled compiled = new Compiled(rule, MethodPattern.parse(rule.methods()));
        anySubtypes |= compiled.pattern.hasSubtypes();
        all.add(compiled);
        inventory.ruled(rule.toString());
      } catch (IllegalArgumentException malformed) {
        inventory.note(rule.source(), malformed.getMessage() + "; the rule is ignored");
        Log.warn(rule.source() + ": " + malformed.getMessage() + "; the rule is ignored");
      }
    }
    this.areSubtypesMeant = anySubtypes;
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
    String name = internalName.replace('/', '.');
    Set<String> above =
        areSubtypesMeant
            ? supertypes.of(internalName, outline, loader, domain)
            : Collections.emptySet();
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
        if (pattern.matchesClass(supertype.replace('/', '.'))) {
          return true;
        }
      }
    }
    return false;
  }
}
