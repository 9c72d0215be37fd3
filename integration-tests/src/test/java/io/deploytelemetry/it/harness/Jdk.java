package io.deploytelemetry.it.harness;

import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK that the applications under the agent run on.
 *
 * <p>The system property {@code it.jdks} lists the homes, separated by commas. Without it: the JDK
 * that runs the tests, and one of each further version from 17 on in {@code /usr/lib/jvm}.
 */
public record Jdk(Path home, int version) {

  private static final List<Jdk> UNDER_TEST = find();

  /** The source of {@link OnEachJdk}. */
  public static List<Jdk> underTest() {
    return UNDER_TEST;
  }

  /** The program {@code name} of this JDK. */
  public Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** Skips the test on an older JDK. */
  public void assumeAtLeast(int feature, String what) {
    assumeTrue(version >= feature, what + " came with JDK " + feature + ", this is " + version);
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }

  private static List<Jdk> find() {
    String homes = System.getProperty("it.jdks", "");
    if (!homes.isBlank()) {
      return Arrays.stream(homes.split(",")).map(home -> at(Path.of(home.strip()))).toList();
    }
    Map<Integer, Jdk> byVersion = new LinkedHashMap<>();
    for (Path home : homesOnThisMachine()) {
      Jdk jdk = at(home);
      if (jdk.version >= 17) {
        byVersion.putIfAbsent(jdk.version, jdk);
      }
    }
    return List.copyOf(byVersion.values());
  }

  private static List<Path> homesOnThisMachine() {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> entries = Files.list(installed).sorted()) {
        homes.addAll(
            entries
                .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
                .filter(home -> Files.exists(home.resolve("release")))
                .collect(toList()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return homes;
  }

  private static Jdk at(Path home) {
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(home + " has no readable file 'release'", e);
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    if (version.startsWith("1.")) {
      version = version.substring(2);
    }
    return new Jdk(home, Integer.parseInt(version.split("[^0-9]", 2)[0]));
  }
}
