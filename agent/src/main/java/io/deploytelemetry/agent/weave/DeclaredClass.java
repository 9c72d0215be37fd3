package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.OperationKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/** A class as it declares itself: its methods, and the annotations of ours on it and on them. */
final class DeclaredClass extends ClassVisitor {

  /** A method as it declares itself. */
  static final class Method {
    final int access;
    final String name;
    final String descriptor;
    final @Nullable String signature;
    final Declaration declaration = new Declaration();

    /** The method that a bridge calls: same name, in the same class. */
    @Nullable String bridgedDescriptor;

    /** Whether the class that declares it is an interface. */
    final boolean isOfInterface;

    /** How it suspends; {@code null} if it does not, or is not to be measured. */
    @Nullable SuspendFunction suspend;

    Method(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        boolean isOfInterface) {
      this.access = access;
      this.name = name;
      this.descriptor = descriptor;
      this.signature = signature;
      this.isOfInterface = isOfInterface;
    }

    boolean is(int flag) {
      return (access & flag) != 0;
    }

    String key() {
      return name + descriptor;
    }

    /** The types of the parameters that whoever wrote it knows of. */
    Type[] parameters() {
      Type[] all = Type.getArgumentTypes(descriptor);
      return suspend == null ? all : Arrays.copyOf(all, all.length - 1);
    }
  }

  private static final String LABEL = "L" + OperationKind.ANNOTATIONS + "Label;";

  private final Declaration declaration = new Declaration();
  private final List<Method> methods = new ArrayList<>();
  private final Map<String, String> givenValues = new HashMap<>();
  private String name = "";
  private boolean isInterface;

  private final Map<String, AnnotationKinds.Declared> kinds;

  private DeclaredClass(Map<String, AnnotationKinds.Declared> kinds) {
    super(ClassWeaver.API);
    this.kinds = kinds;
  }

  /**
   * Reads a class.
   *
   * @param kinds what annotations declare, by their descriptors
   */
  static DeclaredClass read(ClassReader reader, Map<String, AnnotationKinds.Declared> kinds) {
    DeclaredClass declared = new DeclaredClass(kinds);
    reader.accept(declared, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return declared;
  }

  /** The annotations on the class itself: defaults for its methods. */
  Declaration declaration() {
    return declaration;
  }

  List<Method> methods() {
    return methods;
  }

  /** Of a type of annotations: the texts that its attributes have where nobody sets them. */
  Map<String, String> givenValues() {
    return givenValues;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    this.name = name;
    this.isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return attributes(declaration, descriptor);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String methodName,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    Method method = new Method(access, methodName, descriptor, signature, isInterface);
    methods.add(method);
    return new MethodVisitor(ClassWeaver.API) {
      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        return attributes(method.declaration, annotation);
      }

      @Override
      public AnnotationVisitor visitAnnotationDefault() {
        return new AnnotationVisitor(ClassWeaver.API) {
          @Override
          public void visit(@Nullable String none, Object value) {
            if (value instanceof String && !((String) value).isEmpty()) {
              givenValues.put(methodName, (String) value);
            }
          }
        };
      }

      @Override
      public @Nullable AnnotationVisitor visitParameterAnnotation(
          int parameter, String annotation, boolean visible) {
        return annotation.equals(LABEL)
            ? new ParameterLabel(method.declaration.parameterLabels(), parameter)
            : null;
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
        if (method.is(Opcodes.ACC_BRIDGE) && called.equals(methodName) && owner.equals(name)) {
          method.bridgedDescriptor = calledDescriptor;
        }
      }
    };
  }

  private @Nullable AnnotationVisitor attributes(Declaration into, String descriptor) {
    AnnotationKinds.Declared declared = kinds.get(descriptor);
    if (declared == null) {
      return null;
    }
    Map<String, String> values = into.declare(declared.kind);
    for (Map.Entry<String, String> value : declared.values.entrySet()) {
      values.putIfAbsent(value.getKey(), value.getValue());
    }
    return new AnnotationVisitor(ClassWeaver.API) {
      @Override
      public void visit(String attribute, Object value) {
        if (value instanceof String
            && !((String) value).isEmpty()
            && declared.kind.hasAttribute(attribute)) {
          values.put(attribute, (String) value);
        }
      }
    };
  }

  private static final class ParameterLabel extends AnnotationVisitor {

    private final Map<String, String> labels;
    private final int parameter;

    ParameterLabel(Map<String, String> labels, int parameter) {
      super(ClassWeaver.API);
      this.labels = labels;
      this.parameter = parameter;
    }

    @Override
    public void visit(String attribute, Object value) {
      labels.put(String.valueOf(value), "{" + parameter + "}");
    }
  }
}
