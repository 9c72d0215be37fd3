package io.deploytelemetry.agent.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
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
          "inst/java/lang/Telemetry",
          "inst/io/deploytelemetry/agent/",
          "inst/io/prometheus/metrics/",
          "inst/net/bytebuddy/jar/asm/");

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
    assertThat(files())
        .contains(
            "inst/java/lang/TelemetryBridge.classdata", "inst/java/lang/TelemetryProbe.classdata")
        .noneMatch(name -> name.startsWith("inst/io/deploytelemetry/agent/bridge/"))
        .noneMatch(name -> name.startsWith("inst/io/deploytelemetry/agent/premain/"));
  }

  @Test
  void showsTheApplicationThePremainClassesAndTheLoaderOnly() {
    assertThat(files())
        .filteredOn(name -> name.endsWith(".class"))
        .containsExactlyInAnyOrder(
            "io/deploytelemetry/agent/premain/TelemetryAgent.class",
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
  }

  @Test
  void manifestNamesThePremainClassAndItsRights() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();

    assertThat(manifest.getValue("Premain-Class"))
        .isEqualTo("io.deploytelemetry.agent.premain.TelemetryAgent");
    assertThat(manifest.getValue("Agent-Class")).isEqualTo(manifest.getValue("Premain-Class"));
    assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
  }

  @Test
  void noticeNamesEveryLibraryWithItsVersion() throws IOException {
    String notice = new String(jar.getInputStream(jar.getEntry("META-INF/NOTICE")).readAllBytes());

    assertThat(notice)
        .contains("client_java " + System.getProperty("prometheus.version"))
        .contains("Byte Buddy " + System.getProperty("byte-buddy.version"));
  }

  @Test
  void isNotLargerThanThreeMegabytesAndNotEmpty() {
    assertThat(FILE.length()).isBetween(2_000_000L, 3_000_000L);
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
