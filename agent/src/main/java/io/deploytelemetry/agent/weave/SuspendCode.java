package io.deploytelemetry.agent.weave;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Looks how the code of one method deals with its last parameter, a continuation. Kotlin's
 * compilers, from 1.6 to 2.5 at least, begin a function that can be called to go on by
 *
 * <pre>
 *   if (completion instanceof Own) { own = (Own) completion; if ((own.label &amp; MIN_VALUE) != 0) …
 * </pre>
 *
 * and look at the class of the completion nowhere else. Another agent may have been there before:
 * what it does first, as to count or to copy the parameters, and on the way from the one question
 * to the other, is passed over.
 */
final class SuspendCode extends ClassVisitor {

  private static final String METADATA = "Lkotlin/Metadata;";

  /** How a function begins that can be called to go on; a jump may be the opposite one. */
  private static final int[] PROLOGUE = {
    Opcodes.ALOAD,
    Opcodes.INSTANCEOF,
    Opcodes.IFEQ,
    Opcodes.ALOAD,
    Opcodes.CHECKCAST,
    Opcodes.ASTORE,
    Opcodes.ALOAD,
    Opcodes.GETFIELD,
    Opcodes.LDC,
    Opcodes.IAND,
    Opcodes.IFEQ
  };

  /** The first question of the prologue has been put, and the other one has not. */
  private static final int BETWEEN_QUESTIONS = 3;

  private final String method;
  private final int completion;
  private final Set<String> tested = new HashSet<>();

  /** The locals that are the completion: its own, and copies made before the prologue. */
  private final Set<Integer> completions = new HashSet<>();

  private boolean isOfKotlin;
  private @Nullable String name;
  private @Nullable String own;
  private String label = "";
  private int matched;

  /** The local that the prologue asks. */
  private int asked;

  private boolean isExamined;

  /**
   * Makes a look.
   *
   * @param method its name and descriptor
   * @param completion the local of its last parameter
   */
  SuspendCode(String method, int completion) {
    super(ClassWeaver.API);
    this.method = method;
    this.completion = completion;
    completions.add(completion);
  }

  /**
   * Whether it is a suspend function: of Kotlin's methods one whose last parameter has a name that
   * nobody writes, or none; of others any, since they were written to implement one.
   */
  boolean isSuspend() {
    return !isOfKotlin || name == null || name.startsWith("$");
  }

  /** The class of the prologue; {@code null} if there is none. */
  @Nullable String own() {
    return matched == PROLOGUE.length ? own : null;
  }

  /** The field of the prologue. */
  String label() {
    return label;
  }

  /** Whether the completion's class is looked at elsewhere than in the prologue. */
  boolean isCompletionExamined() {
    return isExamined || (matched > 1 && matched < PROLOGUE.length && asked == completion);
  }

  /** The classes that anything is tested for. */
  Set<String> tested() {
    return tested;
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    isOfKotlin |= descriptor.equals(METADATA);
    return null;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String methodName,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return method.equals(methodName + descriptor) ? new Code() : null;
  }

  private final class Code extends MethodVisitor {

    private @Nullable Label first;
    private boolean isLoaded;
    private boolean isCopied;
    private int kept;

    Code() {
      super(ClassWeaver.API);
    }

    /** Goes one instruction further. */
    private void next(int opcode, @Nullable Object operand) {
      boolean isOpen = matched >= 0 && matched < PROLOGUE.length;
      if (isOpen && isStep(opcode) && fits(operand)) {
        matched++;
      } else {
        if (isOpen && matched == 1) {
          matched = 0; // it was loaded for something else
          matched += isStep(opcode) && fits(operand) ? 1 : 0;
        } else if (isOpen && matched > 1 && matched != BETWEEN_QUESTIONS) {
          isExamined |= asked == completion; // the prologue has done so, and is none
          matched = -1;
        }
        boolean isCast = opcode == Opcodes.CHECKCAST || opcode == Opcodes.INSTANCEOF;
        isExamined |= isLoaded && isCast && !SuspendFunction.CONTINUATION.equals(operand);
      }
      if (isCopied && opcode == Opcodes.ASTORE && matched == 0) {
        completions.add((Integer) operand);
      }
      isLoaded = opcode == Opcodes.ALOAD && Integer.valueOf(completion).equals(operand);
      isCopied = opcode == Opcodes.ALOAD && completions.contains(operand);
    }

    private boolean isStep(int opcode) {
      int step = PROLOGUE[matched];
      return opcode == step || (step == Opcodes.IFEQ && opcode == Opcodes.IFNE);
    }

    private boolean fits(@Nullable Object operand) {
      switch (matched) {
        case 0:
          asked = completions.contains(operand) ? (Integer) operand : -1;
          return asked >= 0;
        case BETWEEN_QUESTIONS:
          return Integer.valueOf(asked).equals(operand);
        case 1:
          own = String.valueOf(operand);
          return true;
        case 4:
          return String.valueOf(own).equals(operand);
        case 5:
          kept = operand instanceof Integer ? (Integer) operand : -1;
          return true;
        case 6:
          return Integer.valueOf(kept).equals(operand);
        case 8:
          return Integer.valueOf(Integer.MIN_VALUE).equals(operand);
        default:
          return true;
      }
    }

    @Override
    public void visitParameter(@Nullable String parameter, int access) {
      name = parameter; // the last one's stays
    }

    @Override
    public void visitLabel(Label at) {
      first = first == null ? at : first;
    }

    @Override
    public void visitLocalVariable(
        String variable,
        String descriptor,
        @Nullable String signature,
        Label start,
        Label end,
        int index) {
      if (index == completion && start == first) {
        name = variable;
      }
    }

    @Override
    public void visitVarInsn(int opcode, int local) {
      next(opcode, local);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.INSTANCEOF) {
        tested.add(type);
      }
      next(opcode, type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
      if (matched == 7 && owner.equals(own) && descriptor.equals("I")) {
        label = field;
        next(opcode, field);
      } else {
        next(Opcodes.NOP, null);
      }
    }

    @Override
    public void visitLdcInsn(Object constant) {
      next(Opcodes.LDC, constant);
    }

    @Override
    public void visitInsn(int opcode) {
      next(opcode, null);
    }

    @Override
    public void visitJumpInsn(int opcode, Label to) {
      next(opcode, null);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      next(opcode, null);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String called, String descriptor, boolean isInterface) {
      next(opcode, null);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String called, String descriptor, Handle bootstrap, Object... arguments) {
      next(Opcodes.INVOKEDYNAMIC, null);
    }

    @Override
    public void visitIincInsn(int local, int by) {
      next(Opcodes.IINC, null);
    }

    @Override
    public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... labels) {
      next(Opcodes.TABLESWITCH, null);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
      next(Opcodes.LOOKUPSWITCH, null);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      next(Opcodes.MULTIANEWARRAY, null);
    }
  }
}
