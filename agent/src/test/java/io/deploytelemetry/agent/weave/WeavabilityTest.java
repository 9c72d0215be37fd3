package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeavabilityTest {

  @ParameterizedTest
  @CsvSource({
    "0x0000, <init>, ()V, a constructor is not measured; annotate a method",
    "0x0008, <clinit>, ()V, a constructor is not measured; annotate a method",
    "0x0401, deploy, ()V, 'an abstract method has no body; annotate those that implement it, or"
        + " write a rule with +'",
    "0x0101, deploy, ()V, a native method has no bytecode; annotate a method that calls it",
    "0x0004, finalize, ()V, finalize() belongs to the garbage collector",
  })
  void methodThatCannotBeMeasuredHasItsReason(
      int access, String name, String descriptor, String reason) {
    assertThat(Weavability.obstacle(method(access, name, descriptor))).isEqualTo(reason);
  }

  @Test
  void methodIsMeasuredWhateverItsVisibility() {
    for (int access :
        new int[] {
          0,
          Opcodes.ACC_PUBLIC,
          Opcodes.ACC_PROTECTED,
          Opcodes.ACC_PRIVATE,
          Opcodes.ACC_STATIC,
          Opcodes.ACC_FINAL,
          Opcodes.ACC_SYNCHRONIZED
        }) {
      assertThat(Weavability.obstacle(method(access, "deploy", "()V"))).isNull();
    }
  }

  @Test
  void finalizeWithArgumentsIsAMethodLikeAnyOther() {
    assertThat(Weavability.obstacle(method(0, "finalize", "(I)V"))).isNull();
  }

  @Test
  void methodsThatNoSubtypeImplementsAreNotInherited() {
    assertThat(Weavability.isInheritable(method(Opcodes.ACC_PUBLIC, "deploy", "()V"))).isTrue();
    assertThat(Weavability.isInheritable(method(Opcodes.ACC_ABSTRACT, "deploy", "()V"))).isTrue();
    assertThat(Weavability.isInheritable(method(Opcodes.ACC_PRIVATE, "deploy", "()V"))).isFalse();
    assertThat(Weavability.isInheritable(method(Opcodes.ACC_STATIC, "deploy", "()V"))).isFalse();
    assertThat(Weavability.isInheritable(method(Opcodes.ACC_BRIDGE, "deploy", "()V"))).isFalse();
    assertThat(Weavability.isInheritable(method(Opcodes.ACC_SYNTHETIC, "deploy", "()V"))).isFalse();
    assertThat(Weavability.isInheritable(method(Opcodes.ACC_PUBLIC, "<init>", "()V"))).isFalse();
  }

  private static DeclaredClass.Method method(int access, String name, String descriptor) {
    return new DeclaredClass.Method(access, name, descriptor, null, false);
  }
}
