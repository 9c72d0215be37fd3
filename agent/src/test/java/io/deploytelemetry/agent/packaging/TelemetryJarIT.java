package io.deploytelemetry.agent.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deploytelemetry.agent.loader.AgentLoader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
          "inst/start.pack",
          "inst/agent.pack",
          "inst/tools.pack",
          "inst/yaml.pack",
          "inst/prometheus.pack",
          "inst/protobuf.pack",
          "inst/pack/",
          "inst/page.");

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
  void packsHoldTheBridgeInJavaLangTheAgentsOwnClassesAndItsLibraries() throws IOException {
    assertThat(packed().keySet())
        .contains("java/lang/TelemetryBridge", "java/lang/TelemetryProbe")
        .allMatch(
            name ->
                name.startsWith("java/lang/Telemetry")
                    || name.startsWith("io/deploytelemetry/agent/")
                    || name.startsWith("reactor/core/publisher/Measured")
                    || name.startsWith("io/reactivex/rxjava3/core/Measured")
                    || name.startsWith("kotlin/coroutines/jvm/internal/Measured")
                    || name.startsWith("io/prometheus/metrics/")
                    || name.startsWith("net/bytebuddy/jar/asm/")
                    || name.startsWith("org/apache/commons/cli/")
                    || name.startsWith("org/snakeyaml/engine/"))
        .noneMatch(name -> name.startsWith("io/deploytelemetry/agent/bridge/"))
        .noneMatch(name -> name.startsWith("io/deploytelemetry/agent/premain/"));
  }

  @Test
  void loaderFindsEveryClassByItsNameAndNoOther() throws IOException {
    AgentLoader loader = new AgentLoader(FILE);
    for (Map.Entry<String, byte[]> each : packed().entrySet()) {
      try (InputStream found = loader.getResourceAsStream(each.getKey() + ".class")) {
        assertThat(found).as(each.getKey()).hasBinaryContent(each.getValue());
      }
    }

    assertThat(loader.getResourceAsStream("io/deploytelemetry/agent/start/Absent.class")).isNull();
    assertThatThrownBy(() -> loader.loadClass("io.prometheus.Absent"))
        .isInstanceOf(ClassNotFoundException.class);
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
      if (name.endsWith(".class")) {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
          assertThat(version(in.readNBytes(8))).as(name).isLessThanOrEqualTo(JAVA_8);
        }
      }
    }
    packed()
        .forEach(
            (name, classFile) ->
                assertThat(version(classFile)).as(name).isLessThanOrEqualTo(JAVA_8));
  }

  private static int version(byte[] classFile) {
    return classFile[6] << 8 | classFile[7];
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
    assertThat(FILE.length()).isBetween(1_500_000L, 3_000_000L);
  }

  /** The class files of the packs by their internal names, as the index has them. */
  private Map<String, byte[]> packed() throws IOException {
    List<ByteBuffer> packs = new ArrayList<>();
    for (String name : AgentLoader.PACKS) {
      try (InputStream in = jar.getInputStream(jar.getEntry("inst/" + name + ".pack"))) {
        packs.add(ByteBuffer.wrap(in.readAllBytes()));
      }
    }
    IntBuffer index = packs.get(0).asIntBuffer();
    Map<String, byte[]> classFiles = new TreeMap<>();
    for (int i = index.get(); i > 0; i--) {
      int hash = index.get();
      int secondHash = index.get();
      ByteBuffer pack = packs.get(index.get());
      int offset = index.get();
      byte[] classFile = new byte[index.get()];
      pack.get(offset, classFile);
      String name = new ClassReader(classFile).getClassName();
      assertThat(name.hashCode()).as(name).isEqualTo(hash);
      assertThat(AgentLoader.secondHash(name)).as(name).isEqualTo(secondHash);
      assertThat(classFiles.put(name, classFile)).as(name).isNull();
    }
    return classFiles;
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
