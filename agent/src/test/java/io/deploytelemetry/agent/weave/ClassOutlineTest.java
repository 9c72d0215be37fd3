package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.deploytelemetry.annotations.Deployment;
import io.deploytelemetry.annotations.HealthCheck;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ClassOutlineTest {

  /** Thousands of real classes, of the JDK's and of other compilers and shrinkers. */
  @Test
  void supertypesAreThoseThatAsmReadsButFrameworks() throws Exception {
    int classes = 0;
    for (Class<?> type : List.of(ByteBuddy.class, Assertions.class, JavaClasses.class)) {
      try (JarFile jar = new JarFile(WovenJvm.origin(type).toFile())) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          if (entry.getName().endsWith(".class")) {
            try (InputStream in = jar.getInputStream(entry)) {
              compareWithAsm(in.readAllBytes());
              classes++;
            }
          }
        }
      }
    }
    assertThat(classes).isGreaterThan(5_000);
  }

  private static void compareWithAsm(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    List<String> expected = new ArrayList<>();
    expected.add(reader.getSuperName());
    expected.addAll(Arrays.asList(reader.getInterfaces()));
    expected.replaceAll(name -> name == null || isOfAFramework(name) ? null : name);
    ClassOutline outline = ClassOutline.read(bytes);
    List<String> supertypes = new ArrayList<>();
    for (int i = 0; i < outline.supertypes(); i++) {
      supertypes.add(outline.supertype(i));
    }
    assertThat(supertypes).as(reader.getClassName()).isEqualTo(expected);
    assertThat(outline.isAnnotated()).as(reader.getClassName()).isFalse();
  }

  @Test
  void supertypeOfAnyNameIsNamedAsTheJvmNamesIt() {
    ClassWriter writer = new ClassWriter(0);
    String[] interfaces = {"com/acme/Grün", "com/acme/\ud842\udfb7Deployer"};
    writer.visit(Opcodes.V1_8, 0, "Made", null, "com/acme/部署", interfaces);

    compareWithAsm(writer.toByteArray());
  }

  private static boolean isOfAFramework(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Frameworks.contain(bytes, 0, bytes.length);
  }

  @Test
  void annotationOfOursIsSeenOnAClassAndOnAMethod() {
    assertThat(outline(OnMethod.class).isAnnotated()).isTrue();
    assertThat(outline(OnClass.class).isAnnotated()).isTrue();
    assertThat(outline(InText.class).isAnnotated()).isFalse();
    assertThat(outline(Object.class).isAnnotated()).isFalse();
  }

  private abstract static class OnMethod {
    @Deployment
    abstract void deploy();
  }

  @HealthCheck
  private abstract static class OnClass {}

  /** The package's name, not as that of a type. */
  private abstract static class InText {
    static final String TEXT = "io/deploytelemetry/annotations/Deployment";
  }

  @Test
  void rootOfAllClassesHasNoSupertype() {
    ClassOutline root = outline(Object.class);

    assertThat(root.supertypes()).isOne();
    assertThat(root.supertype(0)).isNull();
  }

  @Test
  void bytesThatAreNoClassFileHaveNoOutline() {
    assertThat(ClassOutline.read(new byte[0])).isNull();
    assertThat(ClassOutline.read(new byte[100])).isNull();
    assertThat(ClassOutline.read("not a class file".getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Test
  void classFileThatIsCutOffIsRefused() {
    byte[] bytes = WovenClasses.bytes(ClassOutlineTest.class);

    assertThatThrownBy(() -> ClassOutline.read(Arrays.copyOf(bytes, 100)))
        .isInstanceOf(ArrayIndexOutOfBoundsException.class);
  }

  private static ClassOutline outline(Class<?> type) {
    return ClassOutline.read(WovenClasses.bytes(type));
  }
}
