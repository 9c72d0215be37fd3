package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.signature.SignatureVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A type as a signature declares it: a primitive or array, a class with its arguments, or a type
 * variable. Immutable.
 */
final class GenericType {

  static final GenericType OBJECT = ofClass("java/lang/Object", Collections.emptyList());

  /** A descriptor for primitives and arrays, an internal name for classes, else a variable. */
  private final String name;

  private final int sort;
  private final List<GenericType> arguments;

  private GenericType(String name, int sort, List<GenericType> arguments) {
    this.name = name;
    this.sort = sort;
    this.arguments = arguments;
  }

  static GenericType ofClass(String internalName, List<GenericType> arguments) {
    return new GenericType(internalName, Type.OBJECT, arguments);
  }

  static GenericType variable(String name) {
    return new GenericType(name, -1, Collections.emptyList());
  }

  /** A type without arguments. */
  static GenericType of(Type type) {
    return type.getSort() == Type.OBJECT
        ? ofClass(type.getInternalName(), Collections.emptyList())
        : new GenericType(type.getDescriptor(), type.getSort(), Collections.emptyList());
  }

  boolean isClass() {
    return sort == Type.OBJECT;
  }

  boolean isVariable() {
    return sort == -1;
  }

  /** One of {@link Type}'s sorts; for primitives other than {@code void}. */
  boolean isPrimitive() {
    return sort > Type.VOID && sort <= Type.DOUBLE;
  }

  /** The internal name of a class, the descriptor of a primitive or array, or a variable's name. */
  String name() {
    return name;
  }

  List<GenericType> arguments() {
    return arguments;
  }

  /** The same with its variables replaced; what is not in the map is left. */
  GenericType with(Map<String, GenericType> variables) {
    if (isVariable()) {
      return variables.getOrDefault(name, this);
    }
    if (arguments.isEmpty()) {
      return this;
    }
    List<GenericType> replaced = new ArrayList<>();
    for (GenericType argument : arguments) {
      replaced.add(argument.with(variables));
    }
    return ofClass(name, replaced);
  }

  /** Builds the types that a part of a signature declares; no lambda, for the start's sake. */
  static class Reader extends SignatureVisitor {

    private final List<GenericType> into;
    private final List<GenericType> arguments = new ArrayList<>();
    private @Nullable String className;

    /** Makes a reader that adds what it reads to a list. */
    Reader(List<GenericType> into) {
      super(ClassWeaver.API);
      this.into = into;
    }

    /** A type has been read. */
    void read(GenericType type) {
      into.add(type);
    }

    @Override
    public void visitBaseType(char descriptor) {
      read(of(Type.getType(String.valueOf(descriptor))));
    }

    @Override
    public void visitTypeVariable(String variable) {
      read(variable(variable));
    }

    /** What an array holds does not matter: no path leads into it. */
    @Override
    public SignatureVisitor visitArrayType() {
      read(of(Type.getType("[Ljava/lang/Object;")));
      return new Reader(new ArrayList<>());
    }

    @Override
    public void visitClassType(String name) {
      className = name;
    }

    @Override
    public void visitInnerClassType(String name) {
      className += "$" + name;
      arguments.clear();
    }

    @Override
    public void visitTypeArgument() {
      arguments.add(OBJECT);
    }

    @Override
    public SignatureVisitor visitTypeArgument(char wildcard) {
      if (wildcard == SignatureVisitor.SUPER) {
        arguments.add(OBJECT);
        return new Reader(new ArrayList<>());
      }
      return new Reader(arguments);
    }

    @Override
    public void visitEnd() {
      if (className != null) {
        read(ofClass(className, new ArrayList<>(arguments)));
      }
    }
  }
}
