package io.deploytelemetry.it.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK that the applications under the agent run on.
 *
 * <p>The system property {@code it.jdks} lists the homes, separated by commas. Without it: the JDK
 * that runs the tests, and one of each further version from 17 on in {@code /usr/lib/jvm}.
 */
public record Jdk(Path home, int version) {

  private static final Pattern VERSION = Pattern.compile("version \"(?:1\\.)?(\\d+)");
  private static final String ASKED_FOR = System.getProperty("it.jdks", "");
  private static final List<Jdk> UNDER_TEST = find();

  /** The source of {@link OnEachJdk}. */
  public static List<Jdk> underTest() {
    return UNDER_TEST;
  }

  /** The source of {@link OnMatrix}. */
  public static List<Jdk> ofMatrix() {
    return isNoneAskedFor() ? first() : UNDER_TEST;
  }

  /** The source of {@link OnFirstJdk}. */
  public static List<Jdk> first() {
    return UNDER_TEST.subList(0, 1);
  }

  /** Whether the tests run on what there is; the condition of {@link OncePerBuild}. */
  public static boolean isNoneAskedFor() {
    return ASKED_FOR.isBlank();
  }

  /** Whether it is the first one under test: where what takes long runs in full. */
  public boolean isFirst() {
    return equals(UNDER_TEST.get(0));
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
    if (!isNoneAskedFor()) {
      return Arrays.stream(ASKED_FOR.split(",")).map(home -> at(Path.of(home.strip()))).toList();
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
            entries.filter(home -> Files.isExecutable(home.resolve("bin/javac"))).toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return homes;
  }

  /** Debian's JDK 8 has no file {@code release}, so that the JVM itself is asked. */
  private static Jdk at(Path home) {
    try {
      Process java =
          new ProcessBuilder(home.resolve("bin/java").toString(), "-version")
              .redirectErrorStream(true)
              .start();
      String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        throw new IllegalStateException(home + " is no JDK: " + said);
      }
      return new Jdk(home, Integer.parseInt(version.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
