package io.deploytelemetry.it.harness;

import io.deploytelemetry.annotations.Deployment;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The built files under test. Their places are system properties that Maven sets. */
public final class Artifacts {

  private Artifacts() {}

  /** The agent as users get it. */
  public static Path agent() {
    return existing("it.agent", "../agent/target/telemetry.jar");
  }

  /** The sample application as users get it. */
  public static Path sample() {
    return existing("it.sample", "../sample-app/target/sample-app.jar");
  }

  /** The classes of {@code com.acme.subjects}, Java 8. */
  public static Path subjects() {
    return existing("it.subjects", "target/classes");
  }

  /** The annotations, as a jar or, outside of a full build, a directory. */
  public static Path annotations() {
    try {
      return Path.of(Deployment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Byte Buddy and client_java in other versions than the agent's. */
  public static List<Path> otherVersions() throws IOException {
    try (Stream<Path> jars = Files.list(existing("it.other-versions", "target/other-versions"))) {
      return jars.sorted().toList();
    }
  }

  /** The rule file in a folder of {@code examples}. */
  public static Path exampleRules(String example) {
    return existing("it.examples", "../examples").resolve(example).resolve("telemetry.yaml");
  }

  /** A file or folder of the repository, as users read and copy it. */
  public static Path ofRepository(String path) {
    return existing("it.repository", "..").resolve(path);
  }

  /** The jars of tools that nobody here wrote, by their artifact ids. */
  public static List<Path> tools(String... artifacts) {
    Path tools = existing("it.tools", "target/tools");
    return Arrays.stream(artifacts).map(artifact -> tools.resolve(artifact + ".jar")).toList();
  }

  /** The jars of a line of Kotlin, as 2.4, by their artifact ids. */
  public static List<Path> kotlin(String line, String... artifacts) {
    Path jars = existing("it.kotlin", "target/kotlin").resolve(line);
    return Arrays.stream(artifacts).map(artifact -> jars.resolve(artifact + ".jar")).toList();
  }

  /** The folder of an unpacked container, whose name begins so. */
  public static Path container(String prefix) throws IOException {
    try (Stream<Path> folders = Files.list(existing("it.containers", "target/containers"))) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Entries as a class path or module path. */
  public static String path(List<Path> entries) {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  private static Path existing(String property, String otherwise) {
    Path path = Path.of(System.getProperty(property, otherwise)).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw new AssertionError(path + " is missing; build it first: mvn -DskipTests package");
    }
    return path;
  }
}
