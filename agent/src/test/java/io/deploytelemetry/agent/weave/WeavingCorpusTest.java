package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small corpus; the whole one is run by {@code corpus.sh}, see docs/corpus.md. */
class WeavingCorpusTest {

  @TempDir Path folder;

  @Test
  void everyMethodOfSomeTenThousandClassesCanBeWovenAndVerified() throws Exception {
    List<Path> jars =
        Stream.of(ByteBuddy.class, Assertions.class, JavaClasses.class, Test.class, Counter.class)
            .map(WovenJvm::origin)
            .toList();

    Corpus.Figures figures = new Corpus("java.base", jars).weave(folder);

    assertThat(figures.failures()).isEmpty();
    assertThat(figures.verified()).isGreaterThan(12_000);
    assertThat(figures.methods()).isGreaterThan(80_000);
  }

  @Test
  void classThatDoesNotVerifyIsNoticedAndIsNoFaultOfTheWeaver() throws Exception {
    Corpus.Figures figures = new Corpus("", List.of(jarWithAnInvalidClass())).weave(folder);

    assertThat(figures.classes()).isOne();
    assertThat(figures.failures()).isEmpty();
    assertThat(figures.unlinkable())
        .hasEntrySatisfying("Invalid", why -> assertThat(why).contains("VerifyError"));
  }

  @Test
  void compilerOfWhichEveryMethodIsWovenCompilesTheSameAndEachCallEndsOnce() throws Exception {
    Path source = Path.of("src/test/corpus/Program.java").toAbsolutePath();

    RealProgram.Comparison comparison = RealProgram.javac(source).compare(folder);

    assertThat(comparison.woven()).isEqualTo(comparison.plain());
    assertThat(comparison.woven().exitCode()).isZero();
    assertThat(comparison.woven().files()).hasSizeGreaterThan(3);
    assertThat(comparison.calls()).isGreaterThan(1_000_000);
    assertThat(comparison.endedTwice()).isZero();
  }

  private Path jarWithAnInvalidClass() throws Exception {
    ClassWriter invalid = new ClassWriter(0);
    invalid.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "Invalid", null, "java/lang/Object", null);
    MethodVisitor method = invalid.visitMethod(Opcodes.ACC_STATIC, "number", "()I", null, null);
    method.visitCode();
    method.visitInsn(Opcodes.ACONST_NULL);
    method.visitInsn(Opcodes.IRETURN);
    method.visitMaxs(1, 0);
    Path jar = folder.resolve("invalid.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("Invalid.class"));
      out.write(invalid.toByteArray());
    }
    return jar;
  }
}
