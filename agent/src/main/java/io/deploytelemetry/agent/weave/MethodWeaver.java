package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.model.LaterResult;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.ProbeSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Puts the calls of the bridge into one method: {@code enter} at its start, {@code exit} before
 * each return, {@code fail} in one handler over the whole body that throws the same object again.
 * The handler is the last in the exception table, so that the method's own come first.
 *
 * <p>What {@code enter} returns is kept in locals above the method's own, one for each probe; so
 * are the arguments from which values are read at the end. They are added to every frame of the
 * body; the handler's frame declares all of the method's own locals as unknown. So the verifier has
 * nothing to compare, however a compiler has reused its locals.
 *
 * <p>Where calls begin when somebody subscribes to the result, {@code follow} stands for {@code
 * exit}, and what it returns is returned.
 *
 * <p>Where values are read at the end, the returns lead to one common end, behind the body: outside
 * of the method's own handlers, which must not see what a value throws.
 */
final class MethodWeaver extends MethodVisitor {

  /** A method of this size is never compiled by HotSpot (HugeMethodLimit). */
  static final int HUGE = 8_000;

  /**
   * The build moves the name as it moves the class, to {@code java.lang}. It is a text because to
   * name the class would load it, which only an agent can: a scan weaves as well.
   */
  static final String BRIDGE = "io/deploytelemetry/agent/bridge/TelemetryBridge";

  private static final String OBJECT = "java/lang/Object";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String VALUES = "[Ljava/lang/Object;";
  private static final int DEEPEST = 5;

  private final MethodLocals locals;
  private final List<ProbePlan> plans;
  private final @Nullable SuspendFunction suspend;
  private final int[] slots;
  private final Type result;
  private final boolean hasFrames;
  private final boolean hasCommonEnd;

  /** Whether calls begin only when somebody subscribes to the result. */
  private final boolean isSubscribedTo;

  private final Label start = new Label();
  private final Label commonEnd = new Label();
  private boolean isEnding;

  /**
   * Makes a weaver.
   *
   * @param slots the slot of each plan in the bridge
   * @param hasFrames whether the class file's version has stack map frames
   */
  MethodWeaver(
      MethodVisitor next,
      List<ProbePlan> plans,
      int[] slots,
      MethodLocals locals,
      String descriptor,
      boolean hasFrames) {
    super(ClassWeaver.API, next);
    this.plans = plans;
    this.suspend = plans.get(0).suspend();
    this.slots = slots;
    this.locals = locals;
    this.result = Type.getReturnType(descriptor);
    this.hasFrames = hasFrames;
    this.hasCommonEnd = locals.hasCommonEnd();
    LaterResult later = ProbeSpec.laterResult(descriptor);
    this.isSubscribedTo = later != null && later.isSubscribedTo();
  }

  @Override
  public void visitCode() {
    super.visitCode();
    for (MethodLocals.Saved saved : locals.saved()) {
      super.visitVarInsn(saved.type.getOpcode(Opcodes.ILOAD), saved.from);
      super.visitVarInsn(saved.type.getOpcode(Opcodes.ISTORE), saved.local);
    }
    for (int i = 0; i < slots.length; i++) {
      if (plans.get(i).isRunOnInstances()) {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        pushSlot(i);
        callBridge("called", "(Ljava/lang/Object;I)V");
      }
    }
    if (suspend != null || locals.isAnyReadAtEntry()) {
      for (int i = 0; i < slots.length; i++) {
        super.visitInsn(Opcodes.ACONST_NULL);
        super.visitVarInsn(Opcodes.ASTORE, locals.call(i));
      }
    }
    if (suspend != null) {
      enterSuspend(suspend);
    } else {
      readEntries();
      enter();
    }
    super.visitLabel(start);
  }

  private void enter() {
    for (int i = 0; i < slots.length; i++) {
      if (plans.get(i).entry().isEmpty()) {
        pushSlot(i);
        callBridge("enter", "(I)Ljava/lang/Object;");
      } else {
        super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
        pushSlot(i);
        callBridge("enter", "(Ljava/lang/Object;I)Ljava/lang/Object;");
      }
      super.visitVarInsn(Opcodes.ASTORE, locals.call(i));
    }
  }

  /**
   * Begins the calls of a suspend function, unless it is called to go on. Each call puts itself
   * between the function and its completion, and so learns of its end however late that comes.
   */
  private void enterSuspend(SuspendFunction function) {
    Label begun = new Label();
    if (function.own() != null) {
      Label fresh = new Label();
      super.visitVarInsn(Opcodes.ALOAD, function.completion());
      super.visitTypeInsn(Opcodes.INSTANCEOF, function.own());
      super.visitJumpInsn(Opcodes.IFEQ, fresh);
      super.visitVarInsn(Opcodes.ALOAD, function.completion());
      super.visitTypeInsn(Opcodes.CHECKCAST, function.own());
      super.visitFieldInsn(Opcodes.GETFIELD, function.own(), function.label(), "I");
      super.visitJumpInsn(Opcodes.IFLT, begun);
      super.visitLabel(fresh);
      writeFrame(locals.atEntry());
    }
    readEntries();
    for (int i = 0; i < slots.length; i++) {
      super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
      super.visitVarInsn(Opcodes.ALOAD, function.completion());
      pushSlot(i);
      callBridge("enterSuspend", "(Ljava/lang/Object;Ljava/lang/Object;I)Ljava/lang/Object;");
      super.visitVarInsn(Opcodes.ASTORE, locals.call(i));
      super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
      super.visitVarInsn(Opcodes.ALOAD, function.completion());
      pushSlot(i);
      callBridge("completion", "(Ljava/lang/Object;Ljava/lang/Object;I)Ljava/lang/Object;");
      super.visitTypeInsn(Opcodes.CHECKCAST, SuspendFunction.CONTINUATION);
      super.visitVarInsn(Opcodes.ASTORE, function.completion());
    }
    if (function.own() != null) {
      super.visitLabel(begun);
      writeFrame(locals.atEntry());
      super.visitInsn(Opcodes.NOP); // the body may begin with a frame of its own
    }
  }

  /**
   * Reads all values before any call begins: what reading may throw ends nothing that has begun.
   */
  private void readEntries() {
    for (int i = 0; i < slots.length; i++) {
      List<CompiledPath> paths = plans.get(i).entry();
      for (int p = 0; p < paths.size(); p++) {
        read(paths.get(p), locals.parameter(paths.get(p)), p, i, locals.atEntry());
        super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
        pushSlot(i);
        callBridge("step", "(Ljava/lang/Object;Ljava/lang/Object;I)Ljava/lang/Object;");
        super.visitVarInsn(Opcodes.ASTORE, locals.call(i));
      }
    }
  }

  /**
   * Reads a value onto the empty stack, {@code null} if that fails.
   *
   * @param number the number by which the bridge knows the value
   * @param frame the locals at this place
   */
  private void read(CompiledPath path, int local, int number, int i, List<Object> frame) {
    Label from = new Label();
    Label to = new Label();
    Label handler = new Label();
    Label next = new Label();
    super.visitTryCatchBlock(from, to, handler, null);
    super.visitLabel(from);
    path.write(mv, local, next);
    super.visitLabel(to);
    super.visitJumpInsn(Opcodes.GOTO, next);
    super.visitLabel(handler);
    writeFrame(frame, THROWABLE);
    push(number);
    pushSlot(i);
    callBridge("unread", "(Ljava/lang/Throwable;II)Ljava/lang/Object;");
    super.visitLabel(next);
    writeFrame(frame, OBJECT);
  }

  @Override
  public void visitInsn(int opcode) {
    boolean isReturn = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
    if (isReturn && hasCommonEnd) {
      if (result.getSort() != Type.VOID) {
        super.visitVarInsn(result.getOpcode(Opcodes.ISTORE), locals.result());
      }
      super.visitJumpInsn(Opcodes.GOTO, commonEnd);
      isEnding = true;
      return;
    }
    if (isReturn) {
      for (int i = slots.length - 1; i >= 0; i--) {
        exit(i);
      }
    }
    super.visitInsn(opcode);
  }

  /** Ends a call whose result is on the stack, and stays there or is replaced. */
  private void exit(int i) {
    if (isSubscribedTo) {
      super.visitInsn(Opcodes.ACONST_NULL);
      follow(i);
      return;
    }
    String descriptor = "(Ljava/lang/Object;I)V";
    if (isResultRead(i)) {
      super.visitInsn(Opcodes.DUP);
      descriptor =
          result.getSort() == Type.BOOLEAN
              ? "(ZLjava/lang/Object;I)V"
              : "(Ljava/lang/Object;Ljava/lang/Object;I)V";
    }
    super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
    pushSlot(i);
    callBridge("exit", descriptor);
  }

  /**
   * Replaces a result on the stack, on which there are exit values too, by one that is measured.
   */
  private void follow(int i) {
    super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
    pushSlot(i);
    callBridge("follow", "(Ljava/lang/Object;" + VALUES + "Ljava/lang/Object;I)Ljava/lang/Object;");
    super.visitTypeInsn(Opcodes.CHECKCAST, result.getInternalName());
  }

  /**
   * A reference may be a stage, whatever the outcome; of other results only a boolean matters, and
   * decides on an approval whatever the outcome.
   */
  private boolean isResultRead(int i) {
    ProbeSpec spec = plans.get(i).spec();
    return result.getSort() == Type.OBJECT
        || result.getSort() == Type.ARRAY
        || (result.getSort() == Type.BOOLEAN
            && (spec.fixedOutcome() == null || spec.kind() == OperationKind.APPROVAL));
  }

  private void writeCommonEnd() {
    super.visitLabel(commonEnd);
    writeFrame(locals.atEnd(false));
    for (int i = slots.length - 1; i >= 0; i--) {
      if (plans.get(i).exit().isEmpty()) {
        loadResult();
        exit(i);
        if (isSubscribedTo) {
          super.visitVarInsn(Opcodes.ASTORE, locals.result());
        } else if (result.getSort() != Type.VOID) {
          super.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }
      } else {
        exitWithValues(i);
      }
    }
    loadResult();
    super.visitInsn(result.getOpcode(Opcodes.IRETURN));
  }

  /** Ends a call with its exit values, which are read only if the call is one of its own. */
  private void exitWithValues(int i) {
    Label next = new Label();
    super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
    super.visitJumpInsn(Opcodes.IFNULL, next);
    readValues(i, false);
    loadBoxedResult();
    super.visitVarInsn(Opcodes.ALOAD, locals.values());
    if (isSubscribedTo) {
      follow(i);
      super.visitVarInsn(Opcodes.ASTORE, locals.result());
    } else {
      super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
      pushSlot(i);
      callBridge("exit", "(Ljava/lang/Object;" + VALUES + "Ljava/lang/Object;I)V");
    }
    super.visitLabel(next);
    writeFrame(locals.atEnd(false));
  }

  private void loadResult() {
    if (result.getSort() != Type.VOID) {
      super.visitVarInsn(result.getOpcode(Opcodes.ILOAD), locals.result());
    }
  }

  private void loadBoxedResult() {
    if (result.getSort() == Type.VOID) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else {
      loadResult();
      CompiledPath.box(mv, result);
    }
  }

  /** Reads the exit values of a probe into an array in a local. */
  private void readValues(int i, boolean hasFailed) {
    ProbePlan plan = plans.get(i);
    push(plan.exit().size());
    super.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    super.visitVarInsn(Opcodes.ASTORE, locals.values());
    List<Object> frame = hasFailed ? locals.atFailure() : locals.atEnd(true);
    for (int p = 0; p < plan.exit().size(); p++) {
      CompiledPath path = plan.exit().get(p);
      if (path != null && (!hasFailed || plan.isReadAtFailure(p))) {
        read(path, locals.atExit(path), -1 - p, i, frame);
        super.visitVarInsn(Opcodes.ALOAD, locals.values());
        super.visitInsn(Opcodes.SWAP);
        push(p);
        super.visitInsn(Opcodes.SWAP);
        super.visitInsn(Opcodes.AASTORE);
      }
    }
  }

  @Override
  public void visitFrame(int type, int count, Object[] local, int depth, Object[] stack) {
    List<Object> extended = locals.inBody(Arrays.asList(local).subList(0, count));
    super.visitFrame(Opcodes.F_NEW, extended.size(), extended.toArray(), depth, stack);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (opcode == Opcodes.JSR) {
      throw new UnweavableException("it was compiled for Java 5 or older and uses jsr");
    }
    super.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    if (isEnding) {
      writeCommonEnd();
    }
    Label handler = new Label();
    super.visitTryCatchBlock(start, handler, handler, null);
    super.visitLabel(handler);
    writeFrame(locals.inBody(Collections.emptyList()), THROWABLE);
    for (int i = slots.length - 1; i >= 0; i--) {
      if (plans.get(i).isReadAtFailure()) {
        failWithValues(i);
      } else {
        super.visitInsn(Opcodes.DUP);
        super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
        pushSlot(i);
        callBridge("fail", "(Ljava/lang/Throwable;Ljava/lang/Object;I)V");
      }
    }
    super.visitInsn(Opcodes.ATHROW);
    super.visitMaxs(Math.max(maxStack, 2) + DEEPEST, locals.size());
  }

  /** Ends a call that threw what is on the stack, which is there again afterwards. */
  private void failWithValues(int i) {
    super.visitVarInsn(Opcodes.ASTORE, locals.thrown());
    readValues(i, true);
    super.visitVarInsn(Opcodes.ALOAD, locals.thrown());
    super.visitInsn(Opcodes.DUP);
    super.visitVarInsn(Opcodes.ALOAD, locals.values());
    super.visitVarInsn(Opcodes.ALOAD, locals.call(i));
    pushSlot(i);
    callBridge("fail", "(Ljava/lang/Throwable;" + VALUES + "Ljava/lang/Object;I)V");
  }

  private void writeFrame(List<Object> frame, Object... stack) {
    if (hasFrames) {
      super.visitFrame(Opcodes.F_NEW, frame.size(), frame.toArray(), stack.length, stack);
    }
  }

  private void pushSlot(int i) {
    push(slots[i]);
  }

  private void push(int number) {
    push(mv, number);
  }

  static void push(MethodVisitor into, int number) {
    if (number >= -1 && number <= 5) {
      into.visitInsn(Opcodes.ICONST_0 + number);
    } else if (number >= Short.MIN_VALUE && number <= Short.MAX_VALUE) {
      into.visitIntInsn(Opcodes.SIPUSH, number);
    } else {
      into.visitLdcInsn(number);
    }
  }

  private void callBridge(String name, String descriptor) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, name, descriptor, false);
  }
}
