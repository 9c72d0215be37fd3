package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeaverTest {

  private static final String RUN = "run()V";
  private static final String OTHER = "other()V";

  private final WovenClasses woven = new WovenClasses();

  @Test
  void methodThatUsesAllLocalsIsLeftAlone() throws Exception {
    byte[] bytes = classWith(code -> code.visitMaxs(0, 65_535));

    weaveAndRun(bytes);

    assertThat(woven.skipped)
        .containsExactly(
            Map.entry(RUN, "it uses all the locals or all the stack that a method can have"));
    assertThat(woven.events).containsExactly("other entered", "other returned");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_532, 65_533})
  void methodThatUsesNearlyAllLocalsIsWovenWithAsManyProbesAsThereIsRoomFor(int locals)
      throws Exception {
    byte[] bytes = classWith(code -> code.visitMaxs(0, locals));
    ProbePlan plan = WovenClasses.plan("run", null);

    run(woven.weave("Made", bytes, Map.of(RUN, List.of(plan, plan, plan))));

    assertThat(woven.events).hasSize(locals == 65_532 ? 6 : 0);
    assertThat(woven.skipped).hasSize(locals == 65_532 ? 0 : 1);
  }

  @Test
  void methodThatUsesAllStackIsLeftAlone() throws Exception {
    byte[] bytes = classWith(code -> code.visitMaxs(65_531, 0));

    weaveAndRun(bytes);

    assertThat(woven.skipped)
        .containsExactly(
            Map.entry(RUN, "it uses all the locals or all the stack that a method can have"));
  }

  @Test
  void methodThatUsesNearlyAllStackIsWoven() throws Exception {
    weaveAndRun(classWith(code -> code.visitMaxs(65_530, 0)));

    assertThat(woven.skipped).isEmpty();
    assertThat(woven.events).startsWith("run entered", "run returned");
  }

  @Test
  void methodThatWouldGrowPastTheSizeOfAMethodIsLeftAlone() throws Exception {
    weaveAndRun(classWith(code -> nops(code, 65_530)));

    assertThat(woven.skipped)
        .containsExactly(
            Map.entry(RUN, "it would grow past the 65,535 bytes that a method can have"));
    assertThat(woven.events).containsExactly("other entered", "other returned");
  }

  @Test
  void methodThatWouldGrowPastTheCompilersLimitIsLeftAlone() throws Exception {
    weaveAndRun(classWith(code -> nops(code, 7_990)));

    assertThat(woven.skipped)
        .containsExactly(
            Map.entry(
                RUN, "it would grow past the 8,000 bytes up to which the JVM compiles a method"));
    assertThat(woven.events).containsExactly("other entered", "other returned");
  }

  @Test
  void methodThatIsPastTheCompilersLimitAnywayIsWoven() throws Exception {
    weaveAndRun(classWith(code -> nops(code, 8_001)));

    assertThat(woven.skipped).isEmpty();
    assertThat(woven.events).startsWith("run entered", "run returned");
  }

  @Test
  void methodWhoseJumpsGrowLongIsWoven() throws Exception {
    weaveAndRun(classWith(code -> jumpThatGrowsLong(code, 3)));

    assertThat(woven.skipped).isEmpty();
    assertThat(woven.events).startsWith("run entered", "run returned");
  }

  @Test
  void methodWhoseJumpsGrowLongAndHasTooManyLocalsForAsmIsLeftAlone() throws Exception {
    weaveAndRun(classWith(code -> jumpThatGrowsLong(code, 1_000)));

    assertThat(woven.skipped)
        .containsExactly(
            Map.entry(RUN, "its jumps would grow too long, and it is too large to rewrite them"));
    assertThat(woven.events).containsExactly("other entered", "other returned");
  }

  /** Jumps over a little less than the 32,767 bytes of a short jump, among them many returns. */
  private static void jumpThatGrowsLong(MethodVisitor code, int local) {
    Label end = new Label();
    code.visitInsn(Opcodes.ICONST_0);
    code.visitJumpInsn(Opcodes.IFEQ, end);
    int sizeOfStore = local < 4 ? 1 : 4;
    for (int size = 0; size < 32_400; size += 1 + sizeOfStore) {
      code.visitInsn(Opcodes.ICONST_0);
      code.visitVarInsn(Opcodes.ISTORE, local);
    }
    for (int i = 0; i < 60; i++) {
      returnIfZero(code);
    }
    code.visitInsn(Opcodes.NOP);
    code.visitLabel(end);
    code.visitFrame(Opcodes.F_NEW, 0, new Object[0], 0, new Object[0]);
    code.visitMaxs(1, local + 1);
  }

  private static void returnIfZero(MethodVisitor code) {
    Label on = new Label();
    code.visitInsn(Opcodes.ICONST_1);
    code.visitJumpInsn(Opcodes.IFNE, on);
    code.visitInsn(Opcodes.RETURN);
    code.visitLabel(on);
    code.visitFrame(Opcodes.F_NEW, 0, new Object[0], 0, new Object[0]);
  }

  @Test
  void classWhoseConstantPoolIsFullIsLeftAsItIs() {
    ClassWriter writer = writer(Opcodes.V1_8);
    for (int i = 0; i < 65_515; i++) {
      writer.newUTF8("constant " + i);
    }
    method(writer, "run", code -> code.visitMaxs(0, 0));
    byte[] bytes = writer.toByteArray();

    ClassWeaver weaver =
        new ClassWeaver(bytes, WovenClasses.allMethods(bytes), woven, woven.skipped::put);

    assertThat(weaver.weave()).isNull();
    assertThat(weaver.woven()).isEmpty();
    assertThat(woven.skipped)
        .containsExactly(Map.entry(RUN, "the constant pool of its class is full"));
  }

  @Test
  void subroutinesOfOldCompilersAreLeftAloneAndTheOtherMethodsWoven() throws Exception {
    ClassWriter writer = writer(Opcodes.V1_4);
    method(
        writer,
        "run",
        code -> {
          Label subroutine = new Label();
          Label end = new Label();
          code.visitJumpInsn(Opcodes.JSR, subroutine);
          code.visitJumpInsn(Opcodes.GOTO, end);
          code.visitLabel(subroutine);
          code.visitVarInsn(Opcodes.ASTORE, 0);
          code.visitVarInsn(Opcodes.RET, 0);
          code.visitLabel(end);
          code.visitMaxs(1, 1);
        });
    method(writer, "other", code -> code.visitMaxs(0, 0));

    weaveAndRun(writer.toByteArray());

    assertThat(woven.skipped)
        .containsExactly(Map.entry(RUN, "it was compiled for Java 5 or older and uses jsr"));
    assertThat(woven.events).containsExactly("other entered", "other returned");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {Opcodes.V1_1, Opcodes.V1_3, Opcodes.V1_5, Opcodes.V1_6, Opcodes.V1_7, Opcodes.V17})
  void classFileOfAnyAgeIsWovenWithTheFramesThatItNeeds(int version) throws Exception {
    ClassWriter writer = writer(version);
    method(
        writer,
        "run",
        code -> {
          Label end = new Label();
          code.visitInsn(Opcodes.ICONST_0);
          code.visitVarInsn(Opcodes.ISTORE, 0);
          code.visitVarInsn(Opcodes.ILOAD, 0);
          code.visitJumpInsn(Opcodes.IFEQ, end);
          code.visitInsn(Opcodes.RETURN);
          code.visitLabel(end);
          if ((version & 0xFFFF) >= Opcodes.V1_6) {
            code.visitFrame(Opcodes.F_NEW, 1, new Object[] {Opcodes.INTEGER}, 0, new Object[0]);
          }
          code.visitMaxs(1, 1);
        });
    method(writer, "other", code -> code.visitMaxs(0, 0));

    weaveAndRun(writer.toByteArray());

    assertThat(woven.events)
        .containsExactly("run entered", "run returned", "other entered", "other returned");
  }

  @ParameterizedTest
  @ValueSource(ints = {70, 71, 99})
  void classFileNewerThanAsmIsWovenAndKeepsItsVersion(int version) throws Exception {
    byte[] bytes = classWith(code -> code.visitMaxs(0, 0));
    byte of17 = bytes[7];
    bytes[7] = (byte) version;

    byte[] result =
        new ClassWeaver(bytes, WovenClasses.allMethods(bytes), woven, woven.skipped::put).weave();

    assertThat(bytes[7]).isEqualTo((byte) version);
    assertThat(result[7]).isEqualTo((byte) version);
    result[7] = of17;
    run(woven.weave("Made", result, Map.of()));
    assertThat(woven.events).startsWith("run entered", "run returned");
  }

  @Test
  void classOfWhichNothingCanBeWovenIsNotRewritten() {
    byte[] bytes = classWith(code -> code.visitMaxs(0, 65_535));

    ClassWeaver weaver =
        new ClassWeaver(
            bytes, Map.of(RUN, List.of(WovenClasses.plan("run", null))), woven, woven.skipped::put);

    assertThat(weaver.weave()).isNull();
    assertThat(weaver.woven()).isEmpty();
  }

  @Test
  void methodsThatAreNotMeasuredAndTheConstantPoolKeepTheirBytes() {
    byte[] bytes = WovenClasses.bytes(Positions.class);
    String measured = "ofPublic()Ljava/lang/String;";

    byte[] result =
        new ClassWeaver(
                bytes,
                Map.of(measured, List.of(WovenClasses.plan("ofPublic", null))),
                woven,
                woven.skipped::put)
            .weave();

    ClassReader before = new ClassReader(bytes);
    ClassReader after = new ClassReader(result);
    assertThat(Arrays.copyOfRange(result, 10, before.header))
        .isEqualTo(Arrays.copyOfRange(bytes, 10, before.header));
    CodeSizes sizesBefore = new CodeSizes(before);
    CodeSizes sizesAfter = new CodeSizes(after);
    for (String method : WovenClasses.allMethods(bytes).keySet()) {
      int grown = sizesAfter.of(method).codeLength - sizesBefore.of(method).codeLength;
      assertThat(grown).as(method).isEqualTo(method.equals(measured) ? 24 : 0);
    }
  }

  @Test
  void wovenClassHasTheMembersAndAnnotationsThatItHad() throws Exception {
    Class<?> type = woven.weave(Declared.class);

    assertThat(Arrays.stream(type.getDeclaredMethods()).map(Object::toString))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Declared.class.getDeclaredMethods()).map(Object::toString).toList());
    assertThat(type.getDeclaredFields()).hasSameSizeAs(Declared.class.getDeclaredFields());
    assertThat(type.getMethod("swap", Comparable.class).getAnnotation(Deprecated.class).since())
        .isEqualTo("1");
    assertThat(type.getMethod("swap", Comparable.class).toGenericString())
        .isEqualTo(Declared.class.getMethod("swap", Comparable.class).toGenericString());
  }

  /** A class with what reflection shows. */
  public static class Declared implements java.util.function.UnaryOperator<String> {
    protected int number;

    @Override
    public String apply(String text) {
      return text + number;
    }

    @Deprecated(since = "1")
    public <T extends Comparable<T>> T swap(T value) {
      return value;
    }
  }

  private void weaveAndRun(byte[] bytes) throws Exception {
    run(woven.weave("Made", bytes, WovenClasses.allMethods(bytes)));
  }

  private static void run(Class<?> type) throws Exception {
    type.getMethod("run").invoke(null);
    type.getMethod("other").invoke(null);
  }

  /** A class with a method {@code run} of that code, without its return, and an empty one. */
  private static byte[] classWith(Consumer<MethodVisitor> code) {
    ClassWriter writer = writer(Opcodes.V17);
    method(writer, "run", code);
    method(writer, "other", body -> body.visitMaxs(0, 0));
    return writer.toByteArray();
  }

  private static ClassWriter writer(int version) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "Made", null, "java/lang/Object", null);
    return writer;
  }

  private static void method(ClassWriter writer, String name, Consumer<MethodVisitor> code) {
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "()V", null, null);
    method.visitCode();
    code.accept(method);
    method.visitInsn(Opcodes.RETURN);
    method.visitEnd();
  }

  private static void nops(MethodVisitor code, int count) {
    for (int i = 0; i < count; i++) {
      code.visitInsn(Opcodes.NOP);
    }
    code.visitMaxs(0, 0);
  }
}
