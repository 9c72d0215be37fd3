package io.deploytelemetry.agent.weave;

import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A path that has been checked against class files: what to load, and the calls from there. It is
 * written into the woven method as these calls. Immutable.
 */
final class CompiledPath {

  /** One call, or one read of a field. */
  static final class Step {
    private final int opcode;
    private final String owner;
    private final String name;
    private final String descriptor;
    private final boolean isInterface;

    Step(int opcode, String owner, String name, String descriptor, boolean isInterface) {
      this.opcode = opcode;
      this.owner = owner;
      this.name = name;
      this.descriptor = descriptor;
      this.isInterface = isInterface;
    }

    private Type type() {
      return opcode == Opcodes.GETFIELD ? Type.getType(descriptor) : Type.getReturnType(descriptor);
    }

    private void write(MethodVisitor code) {
      if (opcode == Opcodes.GETFIELD) {
        code.visitFieldInsn(opcode, owner, name, descriptor);
      } else {
        code.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }
  }

  /** The deepest stack that a path needs: a value of two words and nothing else. */
  static final int DEEPEST = 2;

  /** The parameter's index that the path begins with, or one of these. */
  static final int THIS = -1;

  static final int RESULT = -2;

  private final int root;
  private final Type rootType;
  private final List<Step> steps;

  CompiledPath(int root, Type rootType, List<Step> steps) {
    this.root = root;
    this.rootType = rootType;
    this.steps = Collections.unmodifiableList(steps);
  }

  /** A parameter's index, {@link #THIS} or {@link #RESULT}. */
  int root() {
    return root;
  }

  Type rootType() {
    return rootType;
  }

  /**
   * Writes the path: from an empty stack to one object, {@code null} where a step met {@code null}.
   *
   * @param local where the root is
   * @param end to be visited behind what is written, where one object is on the stack
   */
  void write(MethodVisitor code, int local, Label end) {
    code.visitVarInsn(rootType.getOpcode(Opcodes.ILOAD), local);
    Type at = rootType;
    for (Step step : steps) {
      code.visitInsn(Opcodes.DUP);
      code.visitJumpInsn(Opcodes.IFNULL, end);
      if (!at.getInternalName().equals(step.owner)) {
        code.visitTypeInsn(Opcodes.CHECKCAST, step.owner);
      }
      step.write(code);
      at = step.type();
    }
    box(code, at);
  }

  /** Boxes the primitive on the stack; leaves a reference as it is. */
  static void box(MethodVisitor code, Type type) {
    String box;
    switch (type.getSort()) {
      case Type.BOOLEAN:
        box = "java/lang/Boolean";
        break;
      case Type.CHAR:
        box = "java/lang/Character";
        break;
      case Type.BYTE:
        box = "java/lang/Byte";
        break;
      case Type.SHORT:
        box = "java/lang/Short";
        break;
      case Type.INT:
        box = "java/lang/Integer";
        break;
      case Type.LONG:
        box = "java/lang/Long";
        break;
      case Type.FLOAT:
        box = "java/lang/Float";
        break;
      case Type.DOUBLE:
        box = "java/lang/Double";
        break;
      default:
        return;
    }
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, box, "valueOf", "(" + type.getDescriptor() + ")L" + box + ";", false);
  }
}
