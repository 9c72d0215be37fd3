package io.deploytelemetry.agent.weave;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A type where it stands: with what the variables in it mean there. So two classes may give their
 * variables one name, and a variable may be bound by itself. Not changed once its scope is filled.
 */
final class PlacedType {

  /** No compiler nests variables as deep. */
  private static final int DEEPEST = 16;

  private final GenericType type;
  private final Map<String, List<PlacedType>> scope;

  PlacedType(GenericType type, Map<String, List<PlacedType>> scope) {
    this.type = type;
    this.scope = scope;
  }

  /** Types without arguments. */
  static List<PlacedType> of(GenericType type) {
    return Collections.singletonList(new PlacedType(type, Collections.emptyMap()));
  }

  GenericType type() {
    return type;
  }

  /** What it is at once: itself, or all that its variable must be; none if that is not known. */
  List<PlacedType> bounds() {
    List<PlacedType> bounds = new ArrayList<>();
    addBounds(bounds, 0);
    return bounds;
  }

  private void addBounds(List<PlacedType> bounds, int depth) {
    if (!type.isVariable()) {
      bounds.add(this);
    } else if (depth < DEEPEST) {
      for (PlacedType meant : scope.getOrDefault(type.name(), Collections.emptyList())) {
        meant.addBounds(bounds, depth + 1);
      }
    }
  }

  /**
   * What variables mean within its class: what it gives to each, and what each must be in any case.
   *
   * @param model its class
   */
  Map<String, List<PlacedType>> scopeOf(ClassModel model, ClassModels models) throws IOException {
    Map<String, List<PlacedType>> within = new HashMap<>();
    String outerName = model.outer();
    ClassModel outerModel = outerName == null ? null : models.of(outerName);
    if (outerModel != null) {
      GenericType given = type.outer();
      GenericType outer = given == null ? GenericType.OBJECT : given;
      within.putAll(new PlacedType(outer, scope).scopeOf(outerModel, models));
    }
    List<GenericType> arguments = type.arguments();
    int i = 0;
    for (Map.Entry<String, List<GenericType>> parameter : model.parameters().entrySet()) {
      List<PlacedType> meant = new ArrayList<>();
      if (arguments.size() == model.parameters().size() && arguments.get(i) != GenericType.OBJECT) {
        meant.add(new PlacedType(arguments.get(i), scope));
      }
      for (GenericType bound : parameter.getValue()) {
        meant.add(new PlacedType(bound, within));
      }
      within.put(parameter.getKey(), meant);
      i++;
    }
    return within;
  }
}
