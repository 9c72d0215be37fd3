package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class InstanceHandOverTest {

  private static final String CONSTRUCTOR = "<init>(I)V";

  @Test
  void constructorWhoseFirstLocalIsTheInstanceToTheEndCanHandItOver() {
    assertThat(InstanceHandOver.possible(constructor(code -> branch(code, "Made"))))
        .containsExactly(CONSTRUCTOR);
  }

  @Test
  void constructorWhoseFramesForgetTheInstanceCannot() {
    assertThat(InstanceHandOver.possible(constructor(code -> branch(code, Opcodes.TOP)))).isEmpty();
  }

  @Test
  void constructorThatUsesTheLocalForSomethingElseCannot() {
    ClassReader reader =
        constructor(
            code -> {
              code.visitInsn(Opcodes.ACONST_NULL);
              code.visitVarInsn(Opcodes.ASTORE, 0);
            });

    assertThat(InstanceHandOver.possible(reader)).isEmpty();
  }

  /** A branch, and behind it a frame in which the first local is what is given. */
  private static void branch(MethodVisitor code, Object first) {
    Label end = new Label();
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFEQ, end);
    code.visitInsn(Opcodes.NOP);
    code.visitLabel(end);
    code.visitFrame(Opcodes.F_NEW, 2, new Object[] {first, Opcodes.INTEGER}, 0, new Object[0]);
  }

  private static ClassReader constructor(Consumer<MethodVisitor> body) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "Made", null, "java/lang/Object", null);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "(I)V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    body.accept(code);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(2, 2);
    code.visitEnd();
    writer.visitEnd();
    return new ClassReader(writer.toByteArray());
  }
}
