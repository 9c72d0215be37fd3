package io.deploytelemetry.agent.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Lets every return find nothing but the result on the stack. Compilers of Java leave nothing else
 * there, but a class file may, and the ways to the common end of a method must agree.
 *
 * <p>Follows the words on the stack, by the size of each value. Where no frame tells what is on it,
 * behind a jump in a class file older than Java 6, it is taken to be empty.
 */
final class StackDrain extends MethodVisitor {

  /**
   * What each instruction without an operand of its own takes and gives, as sizes of values: {@code
   * "12:2"} takes one of two words and under it one of one word, and gives one of two words. The
   * moves within the stack are not here.
   */
  private static final String[] EFFECTS = new String[Opcodes.MONITOREXIT + 1];

  static {
    set(":", Opcodes.NOP);
    range(":1", Opcodes.ACONST_NULL, Opcodes.ICONST_5);
    range(":2", Opcodes.LCONST_0, Opcodes.LCONST_1);
    range(":1", Opcodes.FCONST_0, Opcodes.FCONST_2);
    range(":2", Opcodes.DCONST_0, Opcodes.DCONST_1);
    range("11:1", Opcodes.IALOAD, Opcodes.SALOAD);
    set("11:2", Opcodes.LALOAD, Opcodes.DALOAD);
    range("111:", Opcodes.IASTORE, Opcodes.SASTORE);
    set("112:", Opcodes.LASTORE, Opcodes.DASTORE);
    set("1:", Opcodes.POP);
    for (int group = Opcodes.IADD; group <= Opcodes.IREM; group += 4) {
      set("11:1", group, group + 2);
      set("22:2", group + 1, group + 3);
    }
    set("1:1", Opcodes.INEG, Opcodes.FNEG);
    set("2:2", Opcodes.LNEG, Opcodes.DNEG);
    set("11:1", Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR);
    set("21:2", Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR);
    set("11:1", Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR);
    set("22:2", Opcodes.LAND, Opcodes.LOR, Opcodes.LXOR);
    set("1:2", Opcodes.I2L, Opcodes.I2D, Opcodes.F2L, Opcodes.F2D);
    set("1:1", Opcodes.I2F, Opcodes.F2I, Opcodes.I2B, Opcodes.I2C, Opcodes.I2S);
    set("2:1", Opcodes.L2I, Opcodes.L2F, Opcodes.D2I, Opcodes.D2F);
    set("2:2", Opcodes.L2D, Opcodes.D2L);
    set("22:1", Opcodes.LCMP, Opcodes.DCMPL, Opcodes.DCMPG);
    set("11:1", Opcodes.FCMPL, Opcodes.FCMPG);
    set("1:1", Opcodes.ARRAYLENGTH);
    set("1:", Opcodes.MONITORENTER, Opcodes.MONITOREXIT);
  }

  private static void set(String effect, int... opcodes) {
    for (int opcode : opcodes) {
      EFFECTS[opcode] = effect;
    }
  }

  private static void range(String effect, int first, int last) {
    for (int opcode = first; opcode <= last; opcode++) {
      set(effect, opcode);
    }
  }

  /** The size of each value on the stack, the top last; {@code null} where it is not known. */
  private @Nullable List<Integer> sizes = new ArrayList<>();

  StackDrain(MethodVisitor next) {
    super(ClassWeaver.API, next);
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int depth, Object[] stack) {
    super.visitFrame(type, locals, local, depth, stack);
    sizes = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      sizes.add(stack[i] == Opcodes.LONG || stack[i] == Opcodes.DOUBLE ? 2 : 1);
    }
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      drain(opcode);
      sizes = null;
    } else if (opcode == Opcodes.ATHROW) {
      sizes = null;
    } else if (opcode >= Opcodes.POP2 && opcode <= Opcodes.SWAP) {
      move(opcode);
    } else {
      apply(EFFECTS[opcode]);
    }
    super.visitInsn(opcode);
  }

  /** Takes away whatever is below the result. */
  private void drain(int opcode) {
    int result = opcode == Opcodes.RETURN ? 0 : 1;
    while (sizes != null && sizes.size() > result) {
      int below = sizes.remove(sizes.size() - 1 - result);
      boolean isWide = opcode == Opcodes.LRETURN || opcode == Opcodes.DRETURN;
      if (result == 1 && isWide) {
        super.visitInsn(below == 2 ? Opcodes.DUP2_X2 : Opcodes.DUP2_X1);
        super.visitInsn(Opcodes.POP2);
      } else if (result == 1) {
        super.visitInsn(below == 2 ? Opcodes.DUP_X2 : Opcodes.SWAP);
        if (below == 2) {
          super.visitInsn(Opcodes.POP);
        }
      }
      super.visitInsn(below == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
  }

  /** The instructions that work on words, whatever values these belong to. */
  private void move(int opcode) {
    boolean isOneWord =
        opcode == Opcodes.SWAP || (opcode >= Opcodes.DUP && opcode <= Opcodes.DUP_X2);
    List<Integer> top = take(isOneWord ? 1 : 2);
    switch (opcode) {
      case Opcodes.POP2:
        return;
      case Opcodes.DUP:
      case Opcodes.DUP2:
        give(top);
        break;
      case Opcodes.SWAP:
        List<Integer> swapped = take(1);
        give(top);
        give(swapped);
        return;
      default:
        boolean isUnderTwo = opcode == Opcodes.DUP_X2 || opcode == Opcodes.DUP2_X2;
        List<Integer> between = take(isUnderTwo ? 2 : 1);
        give(top);
        give(between);
        break;
    }
    give(top);
  }

  /** Takes values off the stack that are so many words together. */
  private List<Integer> take(int words) {
    List<Integer> taken = new ArrayList<>();
    for (int left = words; left > 0 && sizes != null && !sizes.isEmpty(); ) {
      int size = sizes.remove(sizes.size() - 1);
      taken.add(0, size);
      left -= size;
    }
    return taken;
  }

  private void give(List<Integer> values) {
    if (sizes != null) {
      sizes.addAll(values);
    }
  }

  private void apply(String effect) {
    int colon = effect.indexOf(':');
    for (int i = 0; i < colon; i++) {
      pop();
    }
    for (int i = colon + 1; i < effect.length(); i++) {
      push(effect.charAt(i) - '0');
    }
  }

  private void pop() {
    if (sizes != null && !sizes.isEmpty()) {
      sizes.remove(sizes.size() - 1);
    }
  }

  private void push(int size) {
    if (sizes != null && size > 0) {
      sizes.add(size);
    }
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    super.visitIntInsn(opcode, operand);
    if (opcode != Opcodes.NEWARRAY) {
      push(1);
    }
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    super.visitVarInsn(opcode, local);
    if (opcode >= Opcodes.ISTORE) {
      pop();
    } else {
      push(opcode == Opcodes.LLOAD || opcode == Opcodes.DLOAD ? 2 : 1);
    }
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    super.visitTypeInsn(opcode, type);
    if (opcode == Opcodes.NEW) {
      push(1);
    }
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    super.visitFieldInsn(opcode, owner, name, descriptor);
    if (opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD) {
      pop();
    }
    if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) {
      pop();
    } else {
      push(Type.getType(descriptor).getSize());
    }
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    call(descriptor, opcode != Opcodes.INVOKESTATIC);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    call(descriptor, false);
  }

  private void call(String descriptor, boolean hasReceiver) {
    int arguments = Type.getArgumentTypes(descriptor).length;
    for (int i = hasReceiver ? -1 : 0; i < arguments; i++) {
      pop();
    }
    push(Type.getReturnType(descriptor).getSize());
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    super.visitJumpInsn(opcode, label);
    if (opcode == Opcodes.GOTO) {
      sizes = null;
      return;
    }
    pop();
    if (opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE) {
      pop();
    }
  }

  @Override
  public void visitLdcInsn(Object value) {
    super.visitLdcInsn(value);
    boolean isWide = value instanceof Long || value instanceof Double;
    if (value instanceof ConstantDynamic) {
      push(((ConstantDynamic) value).getSize());
    } else {
      push(isWide ? 2 : 1);
    }
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    super.visitTableSwitchInsn(min, max, otherwise, labels);
    sizes = null;
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    super.visitLookupSwitchInsn(otherwise, keys, labels);
    sizes = null;
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    super.visitMultiANewArrayInsn(descriptor, dimensions);
    for (int i = 0; i < dimensions; i++) {
      pop();
    }
    push(1);
  }
}
