package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import java.util.Arrays;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Puts the calls of the bridge into one method: {@code enter} at its start, {@code exit} before
 * each return, {@code fail} in one handler over the whole body that throws the same object again.
 * The handler is the last in the exception table, so that the method's own come first.
 *
 * <p>What {@code enter} returns is kept in locals above the method's own, one for each probe. They
 * are added to every frame of the body; the handler's frame declares all of the method's own locals
 * as unknown. So the verifier has nothing to compare, however a compiler has reused its locals.
 */
final class MethodWeaver extends MethodVisitor {

  /** A method of this size is never compiled by HotSpot (HugeMethodLimit). */
  static final int HUGE = 8_000;

  private static final String BRIDGE = Type.getInternalName(TelemetryBridge.class);
  private static final String CALL = "java/lang/Object";
  private static final int DEEPEST = 3;

  private final int[] slots;
  private final int maxLocals;
  private final char resultType;
  private final boolean isResultRead;
  private final boolean needsFrames;
  private final Label start = new Label();

  /**
   * Makes a weaver.
   *
   * @param slots the method's slots in the bridge
   * @param maxLocals how many locals the method has, as its class file says
   * @param isResultRead whether the outcome depends on what the method returns
   * @param needsFrames whether the class file's version has stack map frames
   */
  MethodWeaver(
      MethodVisitor next,
      int[] slots,
      int maxLocals,
      String descriptor,
      boolean isResultRead,
      boolean needsFrames) {
    super(ClassWeaver.API, next);
    this.slots = slots;
    this.maxLocals = maxLocals;
    this.resultType = descriptor.charAt(descriptor.indexOf(')') + 1);
    this.isResultRead = isResultRead;
    this.needsFrames = needsFrames;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    for (int i = 0; i < slots.length; i++) {
      pushSlot(i);
      callBridge("enter", "(I)Ljava/lang/Object;");
      super.visitVarInsn(Opcodes.ASTORE, maxLocals + i);
    }
    super.visitLabel(start);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      for (int i = slots.length - 1; i >= 0; i--) {
        exit(i);
      }
    }
    super.visitInsn(opcode);
  }

  private void exit(int i) {
    String descriptor = "(Ljava/lang/Object;I)V";
    if (isResultRead && resultType == 'Z') {
      super.visitInsn(Opcodes.DUP);
      descriptor = "(ZLjava/lang/Object;I)V";
    } else if (isResultRead && (resultType == 'L' || resultType == '[')) {
      super.visitInsn(Opcodes.DUP);
      descriptor = "(Ljava/lang/Object;Ljava/lang/Object;I)V";
    }
    super.visitVarInsn(Opcodes.ALOAD, maxLocals + i);
    pushSlot(i);
    callBridge("exit", descriptor);
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int stacks, Object[] stack) {
    Object[] extended = new Object[maxLocals + slots.length];
    int width = 0;
    for (int i = 0; i < locals; i++) {
      extended[i] = local[i];
      width += local[i] == Opcodes.LONG || local[i] == Opcodes.DOUBLE ? 2 : 1;
    }
    int size = locals + maxLocals - width;
    Arrays.fill(extended, locals, size, Opcodes.TOP);
    Arrays.fill(extended, size, size + slots.length, CALL);
    super.visitFrame(Opcodes.F_NEW, size + slots.length, extended, stacks, stack);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (opcode == Opcodes.JSR) {
      throw new UnweavableException("it was compiled for Java 5 or older and uses jsr");
    }
    super.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocalsAgain) {
    Label handler = new Label();
    super.visitTryCatchBlock(start, handler, handler, null);
    super.visitLabel(handler);
    if (needsFrames) {
      Object[] locals = new Object[maxLocals + slots.length];
      Arrays.fill(locals, 0, maxLocals, Opcodes.TOP);
      Arrays.fill(locals, maxLocals, locals.length, CALL);
      super.visitFrame(
          Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
    }
    for (int i = slots.length - 1; i >= 0; i--) {
      super.visitInsn(Opcodes.DUP);
      super.visitVarInsn(Opcodes.ALOAD, maxLocals + i);
      pushSlot(i);
      callBridge("fail", "(Ljava/lang/Throwable;Ljava/lang/Object;I)V");
    }
    super.visitInsn(Opcodes.ATHROW);
    super.visitMaxs(Math.max(maxStack, 1) + DEEPEST, maxLocals + slots.length);
  }

  private void pushSlot(int i) {
    int slot = slots[i];
    if (slot <= 5) {
      super.visitInsn(Opcodes.ICONST_0 + slot);
    } else if (slot <= Short.MAX_VALUE) {
      super.visitIntInsn(Opcodes.SIPUSH, slot);
    } else {
      super.visitLdcInsn(slot);
    }
  }

  private void callBridge(String name, String descriptor) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, name, descriptor, false);
  }
}
