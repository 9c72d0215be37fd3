package io.deploytelemetry.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ClassFilesTest {

  private static final byte[] OWN = WovenClasses.bytes(ClassFilesTest.class);

  @Test
  void whatALoaderHandsOutIsReadIfItIsAClassFile() {
    assertThat(read(() -> OWN)).isEqualTo(OWN);
    assertThat(read(() -> Arrays.copyOf(OWN, 100))).isNull();
    assertThat(read(() -> "encrypted".getBytes())).isNull();
    assertThat(read(() -> new byte[0])).isNull();
  }

  @Test
  void loaderMayThrowAnything() {
    assertThat(read(ClassFilesTest::fail)).isNull();
    assertThat(read(ClassFilesTest::endless)).isNull();
  }

  private static byte[] fail() {
    throw new AssertionError("this loader has no resources");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static byte[] endless() {
    return endless();
  }

  private static byte[] read(Supplier<byte[]> resource) {
    ClassLoader loader =
        new ClassLoader() {
          @Override
          public InputStream getResourceAsStream(String name) {
            return new ByteArrayInputStream(resource.get());
          }
        };
    return ClassFiles.read("com/acme/Any", loader, null);
  }
}
