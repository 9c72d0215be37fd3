package io.deploytelemetry.agent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Opens the jar that users get. */
class TelemetryJarIT {

  private static final File FILE = new File(System.getProperty("telemetry.jar"));
  private static final int JAVA_8 = 52;
  private static final List<String> PREFIXES =
      List.of(
          "META-INF/MANIFEST.MF",
          "META-INF/LICENSE",
          "META-INF/NOTICE",
          "io/deploytelemetry/agent/premain/",
          "io/deploytelemetry/agent/loader/",
          "inst/agent.pack",
          "inst/pack/",
          "inst/page.",
          "inst/io/deploytelemetry/agent/cli/",
          "inst/io/deploytelemetry/agent/scan/",
          "inst/org/apache/commons/cli/",
          "inst/io/prometheus/metrics/",
          "inst/org/snakeyaml/engine/");

  private final JarFile jar;

  TelemetryJarIT() throws IOException {
    this.jar = new JarFile(FILE);
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void holdsWhatItShouldAndNothingElse() {
    assertThat(files()).allMatch(name -> PREFIXES.stream().anyMatch(name::startsWith));
  }

  @Test
  void packHoldsTheBridgeInJavaLangAndTheAgentsOwnClassesAndAsm() throws IOException {
    List<String> names =
        packed().stream().map(bytes -> new ClassReader(bytes).getClassName()).toList();

    assertThat(names)
        .contains("java/lang/TelemetryBridge", "java/lang/TelemetryProbe")
        .doesNotHaveDuplicates()
        .allMatch(
            name ->
                name.startsWith("java/lang/Telemetry")
                    || name.startsWith("io/deploytelemetry/agent/")
                    || name.startsWith("reactor/core/publisher/Measured")
                    || name.startsWith("io/reactivex/rxjava3/core/Measured")
                    || name.startsWith("kotlin/coroutines/jvm/internal/Measured")
                    || name.startsWith("net/bytebuddy/jar/asm/"))
        .noneMatch(name -> name.startsWith("io/deploytelemetry/agent/bridge/"))
        .noneMatch(name -> name.startsWith("io/deploytelemetry/agent/premain/"));
  }

  @Test
  void showsTheApplicationTheClassesTheJvmEntersAndTheLoaderOnly() {
    assertThat(files())
        .filteredOn(name -> name.endsWith(".class"))
        .containsExactlyInAnyOrder(
            "io/deploytelemetry/agent/premain/TelemetryAgent.class",
            "io/deploytelemetry/agent/premain/TelemetryTool.class",
            "io/deploytelemetry/agent/premain/JdkTools.class",
            "io/deploytelemetry/agent/loader/AgentLoader.class");
  }

  @Test
  void holdsEveryEntryOnce() {
    List<String> names = new ArrayList<>();
    for (ZipEntry entry : Collections.list(jar.entries())) {
      names.add(entry.getName());
    }
    Set<String> distinct = new HashSet<>(names);
    assertThat(names).hasSameSizeAs(distinct);
  }

  @Test
  void everyClassIsForJava8() throws IOException {
    for (String name : files()) {
      if (name.endsWith(".class") || name.endsWith(".classdata")) {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
          byte[] head = in.readNBytes(8);
          assertThat(head[6] << 8 | head[7]).as(name).isLessThanOrEqualTo(JAVA_8);
        }
      }
    }
    for (byte[] classFile : packed()) {
      assertThat(classFile[6] << 8 | classFile[7])
          .as(new ClassReader(classFile).getClassName())
          .isLessThanOrEqualTo(JAVA_8);
    }
  }

  @Test
  void manifestNamesThePremainClassAndItsRights() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();

    assertThat(manifest.getValue("Premain-Class"))
        .isEqualTo("io.deploytelemetry.agent.premain.TelemetryAgent");
    assertThat(manifest.getValue("Agent-Class")).isEqualTo(manifest.getValue("Premain-Class"));
    assertThat(manifest.getValue("Main-Class"))
        .isEqualTo("io.deploytelemetry.agent.premain.TelemetryTool");
    assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
  }

  @Test
  void noticeNamesEveryLibraryWithItsVersion() throws IOException {
    String notice = new String(jar.getInputStream(jar.getEntry("META-INF/NOTICE")).readAllBytes());

    assertThat(notice)
        .contains("Apache Commons CLI " + System.getProperty("commons-cli.version"))
        .contains("client_java " + System.getProperty("prometheus.version"))
        .contains("SnakeYAML Engine " + System.getProperty("snakeyaml.version"))
        .contains("Byte Buddy " + System.getProperty("byte-buddy.version"))
        .contains("uPlot 1.6.32");
  }

  @Test
  void isNotLargerThanThreeMegabytesAndNotEmpty() {
    assertThat(FILE.length()).isBetween(2_000_000L, 3_000_000L);
  }

  /** The class files of the pack, by its index. */
  private List<byte[]> packed() throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry("inst/agent.pack"))) {
      ByteBuffer pack = ByteBuffer.wrap(in.readAllBytes());
      List<byte[]> classFiles = new ArrayList<>();
      for (int i = 0; i < pack.getInt(0); i++) {
        byte[] classFile = new byte[pack.getInt(4 + 12 * i + 8)];
        pack.get(pack.getInt(4 + 12 * i + 4), classFile);
        assertThat(new ClassReader(classFile).getClassName().hashCode())
            .isEqualTo(pack.getInt(4 + 12 * i));
        classFiles.add(classFile);
      }
      return classFiles;
    }
  }

  private List<String> files() {
    List<String> files = new ArrayList<>();
    for (ZipEntry entry : Collections.list(jar.entries())) {
      if (!entry.isDirectory()) {
        files.add(entry.getName());
      }
    }
    return files;
  }
}
