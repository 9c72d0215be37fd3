package io.deploytelemetry.agent.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names of labels in the order in which their values are given: application, environment and
 * provider, then those that the user has declared, then those of the kind or family. Immutable.
 */
public final class LabelNames {

  private final List<String> base;
  private final Map<OperationKind, List<String>> byKind = new EnumMap<>(OperationKind.class);

  /** Makes names; {@code own} are those that the user has declared. */
  public LabelNames(List<String> own) {
    this.base = joined(OperationKind.BASE_LABELS, own);
    for (OperationKind kind : OperationKind.values()) {
      byKind.put(kind, joined(base, kind.ownLabels()));
    }
  }

  /** The labels that every deployment, rollback and so on has. */
  public List<String> base() {
    return base;
  }

  /** The labels that are known when a call of a kind begins, those of the base first. */
  public List<String> of(OperationKind kind) {
    return byKind.getOrDefault(kind, base);
  }

  /** Whether any kind has a label of that name. */
  public boolean isKnown(String label) {
    for (List<String> ofKind : byKind.values()) {
      if (ofKind.contains(label)) {
        return true;
      }
    }
    return false;
  }

  /** Whether any family has a label of that name. */
  public boolean isUsed(String label) {
    for (Family family : Family.values()) {
      if (of(family).contains(label)) {
        return true;
      }
    }
    return isKnown(label);
  }

  /** The labels of a family, whether it is one of the user's domain or of the agent's own. */
  public List<String> of(Family family) {
    return family.hasBase() ? joined(base, family.ownLabels()) : family.ownLabels();
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return Collections.unmodifiableList(all);
  }
}
