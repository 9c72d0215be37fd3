package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.signature.SignatureVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A type as a signature declares it: a primitive or array, a class with its arguments, or a type
 * variable. Immutable.
 */
final class GenericType {

  /** Stands for an argument that is not known, too. */
  static final GenericType OBJECT = of(Type.getObjectType("java/lang/Object"));

  /** A descriptor for primitives and arrays, an internal name for classes, else a variable. */
  private final String name;

  private final int sort;
  private final List<GenericType> arguments;
  private final @Nullable GenericType outer;

  private GenericType(
      String name, int sort, List<GenericType> arguments, @Nullable GenericType outer) {
    this.name = name;
    this.sort = sort;
    this.arguments = arguments;
    this.outer = outer;
  }

  static GenericType variable(String name) {
    return new GenericType(name, -1, Collections.emptyList(), null);
  }

  /** A type without arguments. */
  static GenericType of(Type type) {
    boolean isClass = type.getSort() == Type.OBJECT;
    String name = isClass ? type.getInternalName() : type.getDescriptor();
    return new GenericType(name, type.getSort(), Collections.emptyList(), null);
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

  /** The class that an inner one belongs to, if it has arguments of its own. */
  @Nullable GenericType outer() {
    return outer;
  }

  /** Builds the types that a part of a signature declares; no lambda, for the start's sake. */
  static class Reader extends SignatureVisitor {

    private final List<GenericType> into;
    private List<GenericType> arguments = new ArrayList<>();
    private @Nullable String className;
    private @Nullable GenericType outer;

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
      outer = new GenericType(String.valueOf(className), Type.OBJECT, arguments, outer);
      arguments = new ArrayList<>();
      className += "$" + name;
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
        read(new GenericType(className, Type.OBJECT, arguments, outer));
      }
    }
  }
}
