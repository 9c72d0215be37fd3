package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The annotations of ours on one class or method: kind to the attributes that are set, and those
 * that its class gives where the method sets none, here or above. No lambdas here: they would cost
 * the application's start more than all the rest of the class.
 */
final class Declaration {

  private final Map<OperationKind, Map<String, String>> byKind = new EnumMap<>(OperationKind.class);

  private final Map<OperationKind, Map<String, String>> defaults =
      new EnumMap<>(OperationKind.class);

  private final Map<OperationKind, Set<String>> ruled = new EnumMap<>(OperationKind.class);
  private final Map<String, String> parameterLabels = new LinkedHashMap<>();
  private List<String> parameterNames = Collections.emptyList();

  /** The labels that parameters give: name to the value that stands for the parameter. */
  Map<String, String> parameterLabels() {
    return parameterLabels;
  }

  /** The names of the parameters where the annotation stands; none if they are not known. */
  List<String> parameterNames() {
    return parameterNames;
  }

  void setParameterNames(List<String> names) {
    parameterNames = names;
  }

  /** Whether any value names a parameter. */
  boolean namesParameters() {
    for (OperationKind kind : kinds()) {
      for (String value : values(kind).values()) {
        if (value.indexOf('{') >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The attributes of a kind, to be filled; it is declared from now on. */
  Map<String, String> declare(OperationKind kind) {
    return in(byKind, kind);
  }

  private static Map<String, String> in(
      Map<OperationKind, Map<String, String>> byKind, OperationKind kind) {
    Map<String, String> values = byKind.get(kind);
    if (values == null) {
      values = new LinkedHashMap<>();
      byKind.put(kind, values);
    }
    return values;
  }

  boolean isEmpty() {
    return byKind.isEmpty();
  }

  Iterable<OperationKind> kinds() {
    return byKind.keySet();
  }

  /** The attributes of a kind that are set; none if it is not declared. */
  Map<String, String> values(OperationKind kind) {
    Map<String, String> values = new LinkedHashMap<>();
    if (byKind.containsKey(kind)) {
      addAbsent(values, declare(kind));
      addAbsent(values, defaults.getOrDefault(kind, Collections.emptyMap()));
    }
    return values;
  }

  /** Takes what a class declares as defaults for the kinds that are declared here, or inherited. */
  void addDefaults(Declaration ofClass) {
    addAllAbsent(defaults, ofClass.byKind);
  }

  /** Declares what another one declares; attributes and defaults that are set here stay. */
  void inherit(Declaration other) {
    addAllAbsent(byKind, other.byKind);
    addAllAbsent(defaults, other.defaults);
    addAbsent(parameterLabels, other.parameterLabels);
    if (parameterNames.isEmpty()) {
      parameterNames = other.parameterNames;
    }
  }

  /** Declares a kind by a rule: what it sets counts, whatever is declared already. */
  void rule(OperationKind kind, Map<String, String> attributes) {
    Map<String, String> values = declare(kind);
    Set<String> set = ruled.get(kind);
    if (set == null) {
      set = new HashSet<>();
      ruled.put(kind, set);
    }
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (set.add(attribute.getKey())) { // of two rules the first one counts
        values.put(attribute.getKey(), attribute.getValue());
      }
    }
  }

  /** Whether a rule has declared anything. */
  boolean isRuled() {
    return !ruled.isEmpty();
  }

  /** Whether a rule has set an attribute. */
  boolean isRuled(OperationKind kind, String attribute) {
    return ruled.getOrDefault(kind, Collections.emptySet()).contains(attribute);
  }

  private static void addAllAbsent(
      Map<OperationKind, Map<String, String>> byKind,
      Map<OperationKind, Map<String, String>> more) {
    for (Map.Entry<OperationKind, Map<String, String>> kind : more.entrySet()) {
      addAbsent(in(byKind, kind.getKey()), kind.getValue());
    }
  }

  private static void addAbsent(Map<String, String> values, Map<String, String> more) {
    for (Map.Entry<String, String> attribute : more.entrySet()) {
      values.putIfAbsent(attribute.getKey(), attribute.getValue());
    }
  }
}
