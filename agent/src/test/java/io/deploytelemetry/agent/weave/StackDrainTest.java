package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.deploytelemetry.agent.model.ExitValues;
import io.deploytelemetry.agent.model.OperationKind;
import io.deploytelemetry.agent.model.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that leave something on the stack, woven with values that are read at their end. */
class StackDrainTest {

  private static final Object[] RESULTS = {1, 2L, 3f, 4d, "five"};

  private final WovenClasses woven = new WovenClasses();

  static List<Arguments> everyResultOverEveryRest() {
    List<Arguments> all = new ArrayList<>();
    for (Object result : RESULTS) {
      for (List<Object> rest :
          List.of(
              List.<Object>of(),
              List.<Object>of(7),
              List.<Object>of(7L),
              List.<Object>of("a", 7d, 7, 8L),
              List.<Object>of(7L, 7L, "b"))) {
        all.add(Arguments.of(result, rest));
      }
    }
    return all;
  }

  /** One return over the rest, another without: both ways meet at the common end. */
  @ParameterizedTest
  @MethodSource("everyResultOverEveryRest")
  void resultIsReturnedWhateverIsBelowIt(Object result, List<Object> rest) throws Exception {
    Type type = typeOf(result);
    String descriptor = "(Z)" + type.getDescriptor();
    byte[] bytes =
        classWith(
            descriptor,
            code -> {
              Label other = new Label();
              code.visitVarInsn(Opcodes.ILOAD, 0);
              code.visitJumpInsn(Opcodes.IFEQ, other);
              rest.forEach(code::visitLdcInsn);
              code.visitLdcInsn(result);
              code.visitInsn(type.getOpcode(Opcodes.IRETURN));
              code.visitLabel(other);
              code.visitFrame(Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 0, new Object[0]);
              code.visitLdcInsn(result);
              code.visitInsn(type.getOpcode(Opcodes.IRETURN));
            });

    Class<?> made = woven.weave("Made", bytes, Map.of("run" + descriptor, List.of(plan(type))));

    assertThat(made.getMethod("run", boolean.class).invoke(null, true)).isEqualTo(result);
    assertThat(made.getMethod("run", boolean.class).invoke(null, false)).isEqualTo(result);
    assertThat(woven.events)
        .containsExactly(
            "run entered",
            "run returned object " + result,
            "run entered",
            "run returned object " + result);
  }

  @Test
  void restIsFollowedThroughEveryMoveOnTheStack() throws Exception {
    String descriptor = "(J)J";
    byte[] bytes =
        classWith(
            descriptor,
            code -> {
              code.visitVarInsn(Opcodes.LLOAD, 0);
              code.visitInsn(Opcodes.DUP2);
              code.visitInsn(Opcodes.L2I);
              code.visitInsn(Opcodes.DUP);
              code.visitInsn(Opcodes.DUP2);
              code.visitInsn(Opcodes.DUP_X1);
              code.visitInsn(Opcodes.DUP_X2);
              code.visitInsn(Opcodes.DUP2_X1);
              code.visitInsn(Opcodes.DUP2_X2);
              code.visitInsn(Opcodes.SWAP);
              code.visitInsn(Opcodes.POP2);
              code.visitInsn(Opcodes.IADD);
              code.visitInsn(Opcodes.I2D);
              code.visitInsn(Opcodes.D2F);
              code.visitInsn(Opcodes.F2L);
              code.visitVarInsn(Opcodes.LLOAD, 0);
              code.visitInsn(Opcodes.DUP2_X2);
              code.visitInsn(Opcodes.LCMP);
              code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
              code.visitInsn(Opcodes.ARRAYLENGTH);
              code.visitVarInsn(Opcodes.LLOAD, 0);
              code.visitInsn(Opcodes.LRETURN);
            });

    Class<?> made =
        woven.weave("Made", bytes, Map.of("run" + descriptor, List.of(plan(Type.LONG_TYPE))));

    assertThat(made.getMethod("run", long.class).invoke(null, 5L)).isEqualTo(5L);
  }

  /** What a value throws belongs to nobody but the agent, wherever the return stands. */
  @Test
  void handlerOfTheMethodDoesNotSeeWhatAValueThrows() throws Exception {
    String descriptor = "()Ljava/lang/String;";
    byte[] bytes =
        classWith(
            descriptor,
            code -> {
              Label from = new Label();
              Label to = new Label();
              code.visitTryCatchBlock(from, to, to, null);
              code.visitLabel(from);
              code.visitLdcInsn("returned");
              code.visitInsn(Opcodes.ARETURN);
              code.visitLabel(to);
              code.visitFrame(
                  Opcodes.F_NEW, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
              code.visitInsn(Opcodes.POP);
              code.visitLdcInsn("caught");
              code.visitInsn(Opcodes.ARETURN);
            });
    CompiledPath failing =
        new CompiledPath(
            CompiledPath.RESULT,
            Type.getType(String.class),
            List.of(
                new CompiledPath.Step(
                    Opcodes.INVOKEVIRTUAL, "java/lang/String", "missing", "()I", false)));

    Class<?> made = woven.weave("Made", bytes, Map.of("run" + descriptor, List.of(plan(failing))));

    assertThat(made.getMethod("run").invoke(null)).isEqualTo("returned");
    assertThat(woven.events).containsExactly("run entered", "run returned object returned");
  }

  private static ProbePlan plan(Type result) {
    return plan(new CompiledPath(CompiledPath.RESULT, result, List.of()));
  }

  private static ProbePlan plan(CompiledPath path) {
    Map<String, String> events = Map.of(ExitValues.EVENT + "seen", "{result}");
    return new ProbePlan(
        Specs.of(OperationKind.DEPLOYMENT, "Made", "run", null, events, "", "", "", ""),
        0,
        null,
        List.of(),
        List.of(path));
  }

  private static Type typeOf(Object result) {
    if (result instanceof String) {
      return Type.getType(String.class);
    }
    try {
      return Type.getType((Class<?>) result.getClass().getField("TYPE").get(null));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] classWith(String descriptor, Consumer<MethodVisitor> code) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Made", null, "java/lang/Object", null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", descriptor, null, null);
    method.visitCode();
    code.accept(method);
    method.visitMaxs(0, 0);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
