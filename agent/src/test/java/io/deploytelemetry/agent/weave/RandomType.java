package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.List;

/** One of a family of random types, as source that grows. */
final class RandomType {

  /** A type variable. One that is bound by itself is never given an argument. */
  record Variable(String name, List<TypeRef> bounds, boolean isBoundByItself) {

    @Override
    public String toString() {
      return bounds.isEmpty()
          ? name
          : name
              + " extends "
              + String.join(" & ", bounds.stream().map(TypeRef::toString).toList());
    }
  }

  /** A method of an interface that a class has to, or may, implement. */
  record Declared(String name, TypeRef type, boolean isAbstract) {}

  final String kind;
  final String name;
  final boolean isPublic;
  int arity;
  final List<Variable> variables = new ArrayList<>();
  final List<TypeRef> supers = new ArrayList<>();
  final List<Declared> overridable = new ArrayList<>();
  final StringBuilder body = new StringBuilder();

  RandomType(String kind, String name, boolean isPublic) {
    this.kind = kind;
    this.name = name;
    this.isPublic = isPublic;
  }

  String packageName() {
    return name.substring(0, 1);
  }

  boolean isVisibleIn(String packageName) {
    return isPublic || packageName().equals(packageName);
  }

  boolean isInterface() {
    return kind.equals("interface");
  }

  /** Its source file. */
  String source() {
    StringBuilder source = new StringBuilder();
    source.append("package ").append(packageName()).append(";\n");
    source.append(isPublic ? "public " : "");
    source.append(kind.equals("outer") ? "class" : kind).append(' ');
    source.append(name.substring(2)).append(variables(variables));
    if (kind.equals("record")) {
      source.append("(String text, long number, p.Last last");
      for (Variable variable : variables) {
        source.append(", ").append(variable.name).append(" held").append(variable.name);
      }
      source.append(")");
    }
    List<String> classes = new ArrayList<>();
    List<String> interfaces = new ArrayList<>();
    for (TypeRef extended : supers) {
      boolean isInterface = extended.name().charAt(2) == 'I' && !isInterface();
      (isInterface ? interfaces : classes).add(extended.toString());
    }
    source.append(classes.isEmpty() ? "" : " extends " + String.join(", ", classes));
    source.append(interfaces.isEmpty() ? "" : " implements " + String.join(", ", interfaces));
    source.append(" {\n");
    source.append(kind.equals("enum") ? "ONE, TWO { };\n" : "");
    return source.append(body).append("}\n").toString();
  }

  static String variables(List<Variable> variables) {
    return variables.isEmpty()
        ? ""
        : "<" + String.join(", ", variables.stream().map(Variable::toString).toList()) + ">";
  }
}
