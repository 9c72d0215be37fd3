package io.deploytelemetry.agent.weave;

import io.deploytelemetry.agent.bridge.TelemetryBridge;
import io.deploytelemetry.agent.bridge.TelemetryProbe;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;

/** A forked JVM that verifies all its classes, and in which all are woven if so wanted. */
final class WovenJvm {

  private static final String AGENT = "corpus-agent.jar";

  private final Path folder;

  /** Lays out the corpus' agent in a folder. */
  WovenJvm(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", CorpusAgent.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    main.putValue("Boot-Class-Path", AGENT);
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve(AGENT)), manifest)) {
      for (Class<?> type : List.of(TelemetryBridge.class, TelemetryProbe.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream in = type.getResourceAsStream("/" + name)) {
          in.transferTo(jar);
        }
      }
    }
  }

  /** The command that runs a class as it is; nothing is verified that usually is not. */
  List<String> plain(String... options) {
    return command(List.of(options), List.of());
  }

  /** The command that runs a class with all classes woven; {@code argument} is the agent's. */
  List<String> woven(String argument, String... options) {
    return command(
        List.of(options),
        List.of("-javaagent:" + folder.resolve(AGENT).toAbsolutePath() + "=" + argument));
  }

  private static List<String> command(List<String> options, List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:off");
    command.add("-XX:+UnlockDiagnosticVMOptions");
    command.add("-XX:+BytecodeVerificationLocal");
    command.add("-XX:+BytecodeVerificationRemote");
    command.addAll(more);
    command.addAll(options);
    return command;
  }

  /** What weaves and its tests, for the class path of such a JVM. */
  static String classPath() {
    List<String> path = new ArrayList<>();
    for (Class<?> type : List.of(CorpusAgent.class, ClassWeaver.class, ClassReader.class)) {
      path.add(origin(type).toString());
    }
    return String.join(File.pathSeparator, path);
  }

  /** The jar or folder that a class was loaded from. */
  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
