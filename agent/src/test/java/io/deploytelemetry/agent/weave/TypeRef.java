package io.deploytelemetry.agent.weave;

import java.util.List;
import java.util.Map;

/**
 * A type as Java source refers to it: with arguments; {@code []} has one, and so have wildcards.
 */
record TypeRef(String name, List<TypeRef> arguments) {

  static final List<String> PRIMITIVES =
      List.of("boolean", "char", "byte", "short", "int", "long", "float", "double");

  static TypeRef of(String name, TypeRef... arguments) {
    return new TypeRef(name, List.of(arguments));
  }

  boolean isPrimitive() {
    return PRIMITIVES.contains(name);
  }

  /** Whether a variable is in it, or a wildcard at its top. */
  boolean isOpen() {
    return name.length() < 3 || arguments.stream().anyMatch(TypeRef::isOpen);
  }

  boolean isAllOf(List<TypeRef> types) {
    return types.stream().allMatch(this::equals);
  }

  TypeRef with(Map<String, TypeRef> variables) {
    if (variables.containsKey(name)) {
      return variables.get(name);
    }
    return new TypeRef(name, arguments.stream().map(one -> one.with(variables)).toList());
  }

  @Override
  public String toString() {
    if (name.equals("[]")) {
      return arguments.get(0) + "[]";
    }
    if (name.startsWith("? ")) {
      return name + " " + arguments.get(0);
    }
    if (name.endsWith(".Inner")) {
      return name.substring(0, name.length() - 6) + shown() + ".Inner";
    }
    return name + shown();
  }

  private String shown() {
    return arguments.isEmpty()
        ? ""
        : "<" + String.join(", ", arguments.stream().map(TypeRef::toString).toList()) + ">";
  }
}
