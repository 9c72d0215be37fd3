package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

  /** Builds the type that a part of a signature declares, and hands it on at its end. */
  static final class Reader extends SignatureVisitor {

    private final Consumer<GenericType> whenRead;
    private final List<GenericType> arguments = new ArrayList<>();
    private @Nullable String className;

    Reader(Consumer<GenericType> whenRead) {
      super(ClassWeaver.API);
      this.whenRead = whenRead;
    }

    @Override
    public void visitBaseType(char descriptor) {
      whenRead.accept(of(Type.getType(String.valueOf(descriptor))));
    }

    @Override
    public void visitTypeVariable(String variable) {
      whenRead.accept(variable(variable));
    }

    /** What an array holds does not matter: no path leads into it. */
    @Override
    public SignatureVisitor visitArrayType() {
      whenRead.accept(of(Type.getType("[Ljava/lang/Object;")));
      return new Reader(element -> {});
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
      return new Reader(
          argument -> arguments.add(wildcard == SignatureVisitor.SUPER ? OBJECT : argument));
    }

    @Override
    public void visitEnd() {
      if (className != null) {
        whenRead.accept(ofClass(className, new ArrayList<>(arguments)));
      }
    }
  }
}
